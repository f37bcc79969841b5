// What the kernel reported at one moment, without interpretation. A collector creates it; it is
// then shared as const between threads and never modified.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/coverage.h"
#include "model/process.h"
#include "model/socket.h"

namespace portexplorer {

// The remote endpoints with which an unconnected UDP socket was seen to exchange datagrams.
struct PeerSet {
  struct Peer {
    Family family = Family::unknown;
    IpAddress address;
    std::uint32_t port = 0;
    friend bool operator==(const Peer&, const Peer&) = default;
  };
  static constexpr std::size_t kMost = 16;

  Cookie cookie;
  std::vector<Peer> peers;  // distinct, at most kMost, in the order in which they were first seen
  Peer last;
  bool more = false;  // there were, or may have been, others
  std::string text;   // "192.0.2.1:53, [2001:db8::1]:53"; ends with ", 16+" if `more`

  void set_text();
};

// The tables that sockets refer to by index.
struct Tables {
  std::vector<Process> processes;
  std::vector<std::uint32_t> holders;  // indices into processes
  std::string text;                    // arena of TextRef
  std::vector<PeerSet> peers;          // sorted by cookie
  // Uid and name of the users of sockets without a known owner.
  std::vector<std::pair<std::uint32_t, std::string>> users;
  // Sockets held by a process outside the reader's PID namespace: inode and container ("" if
  // unknown), sorted by inode.
  std::vector<std::pair<Inode, std::string>> foreign_containers;

  [[nodiscard]] const PeerSet* peers_of(const Socket&) const;  // null if none are known
  [[nodiscard]] std::string_view view(TextRef r) const {
    return std::string_view(text).substr(r.offset, r.length);
  }
  TextRef add_text(std::string_view);
  [[nodiscard]] std::span<const std::uint32_t> holders_of(const Socket& s) const {
    return s.holder_count == 0 ? std::span<const std::uint32_t>{}
                               : std::span(holders).subspan(s.first_holder, s.holder_count);
  }
};

// An open file descriptor that refers to a socket: one line of the mapped table.
struct Mapping {
  Inode inode;
  std::uint32_t process = kNoIndex;  // index into Tables::processes
  std::int32_t fd = -1;
};

// A network namespace that was read.
struct Netns {
  NetnsId id;
  std::string name;  // NAME of /run/netns/NAME, otherwise its number; empty if unknown
  bool own = false;  // the reader's own namespace
  std::vector<std::pair<std::uint32_t, std::string>> interfaces;  // ifindex, name
  std::vector<ParsedAddress> addresses;                           // of this host, in the namespace
  // UDP ports on which the kernel itself receives tunnels (VXLAN, …).
  std::vector<std::uint32_t> tunnel_ports{};
};

struct Losses {
  std::uint64_t restarted_dumps = 0;  // interrupted by a change and repeated
  std::uint64_t truncated_dumps = 0;  // still interrupted after several attempts, or cut short
  std::uint64_t lost_events = 0;
};

struct Host {
  std::string name;
  std::string system;  // "Debian GNU/Linux 12 (bookworm), Linux 6.1.0"
  // The range of ephemeral ports in the reader's network namespace (ip_local_port_range),
  // inclusive.
  std::uint16_t ephemeral_first = 32768;
  std::uint16_t ephemeral_last = 60999;
  // Identifies this boot (/proc/sys/kernel/random/boot_id); empty if unreadable.
  std::string boot_id;
  // Clock ticks that the reader's time namespace adds to Process::start_ticks. Empty if the offset
  // is not a whole number of ticks.
  std::optional<std::int64_t> added_start_ticks = 0;
};

struct Sample {
  Timestamp taken_at;                    // the end of the reading
  std::chrono::nanoseconds monotonic{};  // the same moment on CLOCK_BOOTTIME, for rates
  std::chrono::nanoseconds duration{};   // of the reading
  Host host;
  std::vector<Socket> sockets;    // before combine() the netstat table, after it the joined table
  std::vector<Mapping> mappings;  // the mapped table; emptied by combine()
  std::vector<Socket> closed;     // closed since this reader's previous sample
  // Sockets that closed while the tables were read and are therefore missing from them. They
  // complete sockets of the previous sample. Others may be short-lived or may reappear in
  // TIME_WAIT; the next sample has all of them, in `closed` or in its tables.
  std::vector<Socket> closed_meanwhile;
  Tables tables;
  std::vector<Netns> namespaces;
  bool fds_complete = false;  // the fds of every process were read
  bool lacks_rights = true;   // why `fds_complete` is false: the reader lacks a privilege
  // False if no process could be read, for example because /proc is not mounted.
  bool processes_read = true;
  // False if processes of other PID namespaces, which are not shown, may hold sockets.
  bool sees_all_namespaces = true;
  std::uint64_t unreadable_processes = 0;  // their fds could not be read
  std::uint64_t vanished_processes = 0;    // they exited while they were read
  Losses losses;
  Coverage coverage;
};

}  // namespace portexplorer
