// One socket as the kernel tells it: a flat row. Unknown is not 0: ask known() or use the optional
// getters.
#pragma once

#include <cstdint>
#include <optional>

#include "model/types.h"

namespace portexplorer {

// A text of a Tables' arena.
struct TextRef {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;

// Which values of a Socket the source gave.
enum class Known : std::uint16_t {
  uid = 1u << 0,
  mark = 1u << 1,
  recv_queue = 1u << 2,
  bytes = 1u << 3,  // sent_bytes and received_bytes
  packets = 1u << 4,
  rtt = 1u << 5,
  retransmits = 1u << 6,
  created_at = 1u << 7,
  lifetime = 1u << 8,  // bytes and packets cover the socket's whole life
  interface = 1u << 9,
  endpoints = 1u << 10,  // local and remote were given (a socket known by its fd alone has none)
  send_queue = 1u << 11,
  recv_memory = 1u << 12,
  send_memory = 1u << 13,
  drops = 1u << 14,
};

enum class SocketFlag : std::uint16_t {
  dual_stack = 1u << 0,  // an IPv6 socket without an address that serves IPv4 too, or one that
                         // carries an IPv4 connection
  v6only = 1u << 1,      // an IPv6 socket that refuses IPv4; with neither flag, a wildcard address
                         // leaves that open
  subflow = 1u << 2,     // carries an MPTCP connection; counted there
  abstract_name = 1u << 3,  // unix: the name is not in the file system
  no_file = 1u << 4,        // the kernel says that no file stands for it (inode 0)
  from_procfs = 1u << 5,    // read from /proc/net: no cookie, fewer values
  connected = 1u << 6,      // has a peer, whatever its state is called
  of_kernel = 1u << 7,  // the kernel made it for itself: it has an inode, but no file stands for it
  active_open = 1u << 8,   // TCP, MPTCP: this end sent the SYN
  passive_open = 1u << 9,  // TCP, MPTCP: the other end did
  last_peer =
      1u << 10,  // has no peer: the remote end is the one that it exchanged datagrams with last
};

struct Socket {
  Cookie cookie;
  Inode inode;
  IpAddress local_address;
  IpAddress remote_address;
  NetnsId netns;
  std::uint32_t local_port = 0;   // vsock ports and netlink port ids too
  std::uint32_t remote_port = 0;  // unix: the peer's inode; packet: the ethertype in local_port
  std::uint32_t interface = 0;  // ifindex the socket is bound to; the zone of link-local addresses
  std::uint32_t uid = 0;        // of the socket, not of its process
  std::uint32_t mark = 0;
  std::uint32_t recv_queue =
      0;  // bytes that wait to be read; LISTEN: connections that wait to be accepted
  std::uint32_t send_queue =
      0;  // bytes not yet sent or confirmed; LISTEN: how many connections may wait
  std::uint32_t recv_memory =
      0;  // bytes of kernel memory charged to the socket (sk_rmem_alloc), with all overhead
  std::uint32_t send_memory = 0;  // the same for what it sends (sk_wmem_alloc)
  std::uint32_t rtt_us = 0;       // MPTCP: the token, see mptcp_token()
  std::uint32_t retransmits = 0;  // segments sent again over the whole life
  std::uint64_t sent_bytes = 0;   // TCP: payload handed to the network for the first time
  std::uint64_t received_bytes = 0;
  std::uint32_t sent_packets = 0;  // TCP: data segments
  std::uint32_t received_packets = 0;
  Timestamp created_at;     // exact; what is known by watching stands in Row
  TextRef text;             // unix: its name; netlink: the family's name
  std::uint32_t drops = 0;  // received packets dropped before the program read them (sk_drops)
  std::uint32_t process = kNoIndex;       // the owner, an index into Tables::processes
  std::uint32_t first_holder = kNoIndex;  // Tables::holders[first_holder ..+ holder_count); without
                                          // holders see last_process()
  std::uint32_t holder_count = 0;
  std::uint16_t known_bits = 0;
  std::uint16_t flags = 0;
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
  State state = State::unknown;
  std::uint8_t raw_protocol =
      0;  // raw: the IP protocol; netlink: the netlink family; unix: SOCK_STREAM …

  [[nodiscard]] bool known(Known k) const {
    return (known_bits & static_cast<std::uint16_t>(k)) != 0;
  }
  void set_known(Known k) {
    known_bits = static_cast<std::uint16_t>(known_bits | static_cast<std::uint16_t>(k));
  }
  void forget(Known k) {
    known_bits = static_cast<std::uint16_t>(known_bits & ~static_cast<std::uint16_t>(k));
  }
  [[nodiscard]] bool has(SocketFlag f) const {
    return (flags & static_cast<std::uint16_t>(f)) != 0;
  }
  void set(SocketFlag f) {
    flags = static_cast<std::uint16_t>(flags | static_cast<std::uint16_t>(f));
  }
  void clear(SocketFlag f) {
    flags = static_cast<std::uint16_t>(flags & ~static_cast<std::uint16_t>(f));
  }

  // The kernel's number of an MPTCP connection, from its first SYN to its end. 0: none, as of
  // listeners. It is kept in rtt_us, which MPTCP does not have.
  [[nodiscard]] std::uint32_t mptcp_token() const {
    return protocol == Protocol::mptcp ? rtt_us : 0;
  }
  void set_mptcp_token(std::uint32_t token) { rtt_us = token; }

  void set_queues(std::uint32_t receive, std::uint32_t send) {
    recv_queue = receive;
    send_queue = send;
    set_known(Known::recv_queue);
    set_known(Known::send_queue);
  }
  void set_recv_memory(std::uint32_t bytes) {
    recv_memory = bytes;
    set_known(Known::recv_memory);
  }
  void set_send_memory(std::uint32_t bytes) {
    send_memory = bytes;
    set_known(Known::send_memory);
  }
  void set_drops(std::uint32_t packets) {
    drops = packets;
    set_known(Known::drops);
  }

  void forget_holders() {
    holder_count = 0;
    first_holder = kNoIndex;
  }
  // Who held a socket before it lost its owner: an index into Tables::processes. Shares its place
  // with first_holder, as a socket that has holders has not lost them; joining holders later
  // overwrites it.
  [[nodiscard]] std::uint32_t last_process() const {
    return holder_count == 0 ? first_holder : kNoIndex;
  }
  void set_last_process(std::uint32_t index) {
    if (holder_count == 0) first_holder = index;
  }
};

static_assert(sizeof(Socket) <= 160, "a row and what derive() adds to it stay under 200 bytes");

// Shows an IPv6 socket that carries IPv4 (::ffff:a.b.c.d) as what it is: family ipv4, flag
// dual_stack.
void normalize_mapped_address(Socket&);

// Whether an IPv6 socket waits at the wildcard address and nothing says if it serves IPv4 too, as
// in /proc/net.
[[nodiscard]] bool leaves_ipv4_open(const Socket&);

// Identifies a socket that has a cookie, for as long as the machine runs. The cookie alone does,
// but for MPTCP: the kernel copies a listener's cookie to every socket that it accepts. `part`
// tells those apart: the token of a connection, which outlives its inode; the inode of a socket
// without a token; 0 for all other protocols.
struct SocketKey {
  std::uint64_t cookie = 0;
  std::uint64_t part = 0;

  friend bool operator==(const SocketKey&, const SocketKey&) = default;
  friend auto operator<=>(const SocketKey&, const SocketKey&) = default;
};
[[nodiscard]] SocketKey key_of(const Socket&);
// The key that the socket had before it was connected: another one only for MPTCP.
[[nodiscard]] SocketKey unconnected_key_of(const Socket&);

struct SocketKeyHash {
  std::size_t operator()(const SocketKey&) const;
};

// Same socket in two readings: by namespace and SocketKey; without a cookie by inode; without both
// by protocol and endpoints.
[[nodiscard]] std::uint64_t identity_hash(const Socket&);
[[nodiscard]] bool same_identity(const Socket&, const Socket&);

}  // namespace portexplorer
