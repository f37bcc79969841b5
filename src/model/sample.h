// What the kernel said, unjudged, at one moment. Made by a collector, shared as const, never
// changed after.
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

// Whom an unconnected UDP socket has exchanged datagrams with, as far as that was seen.
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
  bool more = false;  // there were others, or may have been
  std::string text;   // "192.0.2.1:53, [2001:db8::1]:53"; ends with ", 16+" if there were more

  void set_text();
};

// What sockets refer to by index.
struct Tables {
  std::vector<Process> processes;
  std::vector<std::uint32_t> holders;  // indices into processes
  std::string text;                    // arena of TextRef
  std::vector<PeerSet> peers;          // in the order of their cookies
  std::vector<std::pair<std::uint32_t, std::string>>
      users;  // names of the users of sockets without an owner
  // Sockets that a process outside of the reader's PID namespace holds, by inode, sorted, with the
  // container; "": none is known.
  std::vector<std::pair<Inode, std::string>> foreign_containers;

  [[nodiscard]] const PeerSet* peers_of(const Socket&) const;  // null: none are known
  [[nodiscard]] std::string_view view(TextRef r) const {
    return std::string_view(text).substr(r.offset, r.length);
  }
  TextRef add_text(std::string_view);
  [[nodiscard]] std::span<const std::uint32_t> holders_of(const Socket& s) const {
    return s.holder_count == 0 ? std::span<const std::uint32_t>{}
                               : std::span(holders).subspan(s.first_holder, s.holder_count);
  }
};

// An open file descriptor that is a socket: a line of the mapped table.
struct Mapping {
  Inode inode;
  std::uint32_t process = kNoIndex;  // index into Tables::processes
  std::int32_t fd = -1;
};

// A network namespace that was read.
struct Netns {
  NetnsId id;
  std::string name;  // of /run/netns/NAME; its number where it has none; empty where unknown
  bool own = false;  // the reader's
  std::vector<std::pair<std::uint32_t, std::string>> interfaces;  // ifindex, name
  std::vector<ParsedAddress> addresses;                           // of this host in it
  std::vector<std::uint32_t>
      tunnel_ports{};  // UDP ports that the kernel itself receives tunnels on (VXLAN …)
};

struct Losses {
  std::uint64_t restarted_dumps = 0;  // interrupted by a change and read anew
  std::uint64_t truncated_dumps = 0;  // still interrupted after some tries, or cut
  std::uint64_t lost_events = 0;
};

struct Host {
  std::string name;
  std::string system;                     // "Debian GNU/Linux 12 (bookworm), Linux 6.1.0"
  std::uint16_t ephemeral_first = 32768;  // ip_local_port_range of the reader's namespace
  std::uint16_t ephemeral_last = 60999;
  std::string
      boot_id;  // of this boot (/proc/sys/kernel/random/boot_id); empty where it cannot be read
  // Clock ticks that the reader's time namespace adds to Process::start_ticks. Empty: not a whole
  // number of them.
  std::optional<std::int64_t> added_start_ticks = 0;
};

struct Sample {
  Timestamp taken_at;                    // when the reading ended
  std::chrono::nanoseconds monotonic{};  // the same moment on CLOCK_BOOTTIME, for rates
  std::chrono::nanoseconds duration{};   // how long the reading took
  Host host;
  std::vector<Socket> sockets;    // before combine(): the netstat table; after it: the one table
  std::vector<Mapping> mappings;  // the mapped table; combine() uses it up
  std::vector<Socket> closed;     // closed since this reader's previous sample
  // Closed while the tables were read, which do not have them: the end of those that the previous
  // sample had. Others may have come and gone, or turn up in TIME_WAIT; the next sample has all of
  // them in `closed`, or in its tables.
  std::vector<Socket> closed_meanwhile;
  Tables tables;
  std::vector<Netns> namespaces;
  bool fds_complete = false;  // every process's fds could be read
  bool lacks_rights = true;   // if not, that is because the reader lacks a right
  bool processes_read =
      true;  // false: no process could be looked at, as where /proc is not mounted
  bool sees_all_namespaces =
      true;  // false: processes of other PID namespaces may hold sockets and are not shown
  std::uint64_t unreadable_processes = 0;  // processes whose fds were refused
  std::uint64_t vanished_processes = 0;    // processes that ended while they were read
  Losses losses;
  Coverage coverage;
};

}  // namespace portexplorer
