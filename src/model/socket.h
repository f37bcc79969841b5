// One socket, as reported by the kernel: a flat row without pointers. An unknown value is not 0;
// check known() or use the optional getters.
#pragma once

#include <cstdint>
#include <optional>

#include "model/types.h"

namespace portexplorer {

// A text in the arena of a Tables.
struct TextRef {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

constexpr std::uint32_t kNoIndex = 0xFFFFFFFF;

// The values of a Socket that the source provided.
enum class Known : std::uint16_t {
  uid = 1u << 0,
  mark = 1u << 1,
  recv_queue = 1u << 2,
  bytes = 1u << 3,  // sent_bytes and received_bytes
  packets = 1u << 4,
  rtt = 1u << 5,
  retransmits = 1u << 6,
  created_at = 1u << 7,
  lifetime = 1u << 8,  // bytes and packets cover the socket's whole lifetime
  interface = 1u << 9,
  endpoints = 1u << 10,  // local and remote are set (a socket known only by its fd has none)
  send_queue = 1u << 11,
  recv_memory = 1u << 12,
  send_memory = 1u << 13,
  drops = 1u << 14,
};

enum class SocketFlag : std::uint16_t {
  // An IPv6 wildcard socket that also serves IPv4, or an IPv6 socket carrying IPv4.
  dual_stack = 1u << 0,
  // An IPv6 socket that refuses IPv4; with neither flag it is unknown whether it does.
  v6only = 1u << 1,
  subflow = 1u << 2,        // TCP: carries an MPTCP connection, to which it is counted
  abstract_name = 1u << 3,  // unix: the name is not in the file system
  no_file = 1u << 4,        // the kernel reports that it has no file (inode 0)
  from_procfs = 1u << 5,    // read from /proc/net: no cookie, fewer values
  connected = 1u << 6,      // has a peer, whatever its state
  of_kernel = 1u << 7,      // created by the kernel for itself; it has an inode, but no file
  active_open = 1u << 8,    // TCP, MPTCP: this end sent the SYN
  passive_open = 1u << 9,   // TCP, MPTCP: the other end sent the SYN
  // Has no peer; the remote endpoint is the one with which it last exchanged datagrams.
  last_peer = 1u << 10,
};

struct Socket {
  Cookie cookie;
  Inode inode;
  IpAddress local_address;
  IpAddress remote_address;
  NetnsId netns;
  std::uint32_t local_port = 0;   // also vsock ports and netlink port ids; packet: the ethertype
  std::uint32_t remote_port = 0;  // unix: the inode of the peer
  std::uint32_t interface = 0;    // ifindex of the bound device; the zone of link-local addresses
  std::uint32_t uid = 0;          // of the socket, not of its process
  std::uint32_t mark = 0;
  // Bytes waiting to be read. LISTEN: connections waiting to be accepted.
  std::uint32_t recv_queue = 0;
  // Bytes not yet sent or acknowledged. LISTEN: the maximum backlog.
  std::uint32_t send_queue = 0;
  // Bytes of kernel memory charged for receiving (sk_rmem_alloc), including all overhead.
  std::uint32_t recv_memory = 0;
  std::uint32_t send_memory = 0;  // likewise for sending (sk_wmem_alloc)
  std::uint32_t rtt_us = 0;       // microseconds; MPTCP stores its token here, see mptcp_token()
  std::uint32_t retransmits = 0;  // segments retransmitted over the whole lifetime
  std::uint64_t sent_bytes = 0;   // TCP: payload without retransmissions
  std::uint64_t received_bytes = 0;
  std::uint32_t sent_packets = 0;  // TCP: data segments
  std::uint32_t received_packets = 0;
  Timestamp created_at;     // exact; bounds found by observation are in Row
  TextRef text;             // unix: its name; netlink: the family's name
  std::uint32_t drops = 0;  // received packets dropped before the program read them (sk_drops)
  std::uint32_t process = kNoIndex;  // the owner, an index into Tables::processes
  // Start of its holders: Tables::holders[first_holder, first_holder + holder_count). Without
  // holders see last_process().
  std::uint32_t first_holder = kNoIndex;
  std::uint32_t holder_count = 0;
  std::uint16_t known_bits = 0;
  std::uint16_t flags = 0;
  Protocol protocol = Protocol::unknown;
  Family family = Family::unknown;
  State state = State::unknown;
  // raw: the IP protocol; netlink: the netlink family; unix: SOCK_STREAM, …
  std::uint8_t raw_protocol = 0;

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

  // The kernel's number of an MPTCP connection, from its first SYN to its end. 0 if there is none,
  // as for listeners. Stored in rtt_us, which MPTCP does not have.
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
  // The process that held a socket before it lost its owner: an index into Tables::processes.
  // Shares its storage with first_holder, because a socket with holders has not lost them. Joining
  // holders later overwrites it.
  [[nodiscard]] std::uint32_t last_process() const {
    return holder_count == 0 ? first_holder : kNoIndex;
  }
  void set_last_process(std::uint32_t index) {
    if (holder_count == 0) first_holder = index;
  }
};

static_assert(sizeof(Socket) <= 160, "a row and what derive() adds to it stay under 200 bytes");

// Presents an IPv6 socket that carries IPv4 (::ffff:a.b.c.d) as family ipv4 with the flag
// dual_stack.
void normalize_mapped_address(Socket&);

// Returns true for an IPv6 socket that listens on the wildcard address if it is unknown whether it
// also serves IPv4, as in /proc/net.
[[nodiscard]] bool leaves_ipv4_open(const Socket&);

// Identifies a socket that has a cookie, until the machine reboots. The cookie alone suffices
// except for MPTCP, where the kernel copies the cookie of a listener to every socket that it
// accepts. `part` distinguishes those: the token of a connection (which outlives its inode), or the
// inode of a socket without a token. It is 0 for all other protocols.
struct SocketKey {
  std::uint64_t cookie = 0;
  std::uint64_t part = 0;

  friend bool operator==(const SocketKey&, const SocketKey&) = default;
  friend auto operator<=>(const SocketKey&, const SocketKey&) = default;
};
[[nodiscard]] SocketKey key_of(const Socket&);
// Returns the key that the socket had before it was connected. It differs only for MPTCP.
[[nodiscard]] SocketKey unconnected_key_of(const Socket&);

struct SocketKeyHash {
  std::size_t operator()(const SocketKey&) const;
};

// Two readings contain the same socket if namespace and SocketKey match; without a cookie, the
// inode; without either, the protocol and the endpoints.
[[nodiscard]] std::uint64_t identity_hash(const Socket&);
[[nodiscard]] bool same_identity(const Socket&, const Socket&);

}  // namespace portexplorer
