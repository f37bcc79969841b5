// Parses one message of a sock_diag dump into one Socket. Pure; the bytes are not trusted.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>

#include "collect/netlink/message.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

// The dump being read, and the state that the parser keeps between rows.
struct RowReading {
  DiagTable table;
  NetnsId netns;
  std::size_t sctp_socket = kNoRow;  // the row of the SCTP socket whose associations follow
};

// Appends a row (and its text) to the part. Returns false, and appends nothing, if the message is
// not valid for this table.
using AppendRow = bool (*)(Bytes message, RowReading&, TablePart&);

// Returns the function for the messages of a table; null for a protocol that sock_diag does not
// have.
AppendRow row_parser(Protocol);

// inet_diag.h: tcp, udp, udplite, sctp, dccp, raw, mptcp.
bool append_inet_row(Bytes message, RowReading&, TablePart&);
// unix_diag.h. text: the name's raw bytes; of abstract names, without the leading NUL.
bool append_unix_row(Bytes message, RowReading&, TablePart&);
// packet_diag.h. local_port: the ethertype; raw_protocol: SOCK_RAW or SOCK_DGRAM.
bool append_packet_row(Bytes message, RowReading&, TablePart&);
// netlink_diag.h. Ports are netlink port ids (0: the kernel's end); text: the name of the netlink
// family.
bool append_netlink_row(Bytes message, RowReading&, TablePart&);
// vm_sockets_diag.h. Addresses hold the context id in their first four bytes, in network byte
// order.
bool append_vsock_row(Bytes message, RowReading&, TablePart&);
// xdp_diag.h. local_port: the queue's number.
bool append_xdp_row(Bytes message, RowReading&, TablePart&);
// tipc_netlink.h. local_port: the socket's reference; local_address: the node, like vsock's context
// id.
bool append_tipc_row(Bytes message, RowReading&, TablePart&);

// Converts a socket state of the kernel (include/net/tcp_states.h). UDP, raw, UNIX, vsock and TIPC
// sockets use the same numbers.
[[nodiscard]] State stream_state(unsigned kernel_state);
[[nodiscard]] State datagram_state(unsigned kernel_state);
// Converts the state of an SCTP association, which has separate numbers.
[[nodiscard]] State sctp_association_state(unsigned kernel_state);

[[nodiscard]] inline Cookie cookie_of(const std::uint32_t (&halves)[2]) {
  const std::uint64_t value = (std::uint64_t{halves[1]} << 32) | halves[0];
  return Cookie{value == ~std::uint64_t{0} ? 0 : value};  // INET_DIAG_NOCOOKIE
}

// Raw and ICMP sockets of IPv6 never receive an IPv4 packet, regardless of IPV6_V6ONLY
// (net/ipv6/raw.c, net/ipv4/ping.c).
[[nodiscard]] constexpr bool never_serves_both(Protocol p) {
  return p == Protocol::raw || p == Protocol::icmp;
}

// SK_MEMINFO_…: the memory that the kernel has charged to a socket, and its drops.
struct SocketMemory {
  std::uint32_t receive = 0;
  std::uint32_t send = 0;
  std::uint32_t drops = 0;
};
[[nodiscard]] std::optional<SocketMemory> socket_memory(Bytes attribute);

// Appends `text` to the part's arena.
TextRef add_text(TablePart&, std::string_view text);

// "ROUTE", "GENERIC" …; empty for a number without a name.
[[nodiscard]] std::string_view netlink_family_name(unsigned number);

}  // namespace portexplorer
