#include "collect/netlink/requests.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tipc_sockets_diag.h>
#include <linux/unix_diag.h>
#include <linux/vm_sockets_diag.h>
#include <linux/xdp_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace portexplorer {
namespace {

constexpr std::uint32_t kAllStates = 0xFFFFFFFF;
constexpr std::uint8_t kInfoBit = 1u << (INET_DIAG_INFO - 1);
constexpr std::uint8_t kMemoryBit = 1u << (INET_DIAG_SKMEMINFO - 1);
constexpr std::uint32_t kMptcp = 262;  // IPPROTO_MPTCP, which does not fit into sdiag_protocol

// Reserved for experiments (RFC 3692), so no kernel answers it. A kernel without
// INET_DIAG_REQ_PROTOCOL (before 5.8) reads only sdiag_protocol. There, 262 cut to 8 bits would be
// 6, and TCP's table would be mistaken for MPTCP's.
constexpr std::uint8_t kNobodysProtocol = 253;

std::optional<std::uint8_t> ip_protocol(Protocol protocol) {
  switch (protocol) {
    case Protocol::tcp: return IPPROTO_TCP;
    case Protocol::udp: return IPPROTO_UDP;
    case Protocol::udplite: return IPPROTO_UDPLITE;
    case Protocol::sctp: return IPPROTO_SCTP;
    case Protocol::dccp: return IPPROTO_DCCP;
    case Protocol::raw: return IPPROTO_RAW;
    case Protocol::mptcp: return kNobodysProtocol;
    default: return std::nullopt;
  }
}

std::uint8_t extensions(Protocol protocol, const DiagExtras& extras) {
  // MPTCP's information includes the token, which identifies a connection.
  const bool wants_info =
      protocol == Protocol::mptcp || (extras.traffic && protocol == Protocol::tcp);
  unsigned bits = wants_info ? kInfoBit : 0;
  if (extras.memory || protocol != Protocol::tcp) bits |= kMemoryBit;
  return static_cast<std::uint8_t>(bits);
}

// Requests TCP of both families in one pass over the kernel's hash table, with the request of Linux
// 2.6 that inet_diag.c still answers (inet_diag_dump_compat). Unlike SOCK_DIAG_BY_FAMILY, it
// accepts AF_UNSPEC.
NetlinkRequest tcp_of_both_families(const DiagExtras& extras, bool without_established) {
  constexpr std::uint32_t kEstablished = 1u << 1;  // 1 << TCP_ESTABLISHED
  inet_diag_req wire{};
  wire.idiag_family = AF_UNSPEC;
  wire.idiag_ext = extensions(Protocol::tcp, extras);
  wire.idiag_states = without_established ? kAllStates & ~kEstablished : kAllStates;
  return NetlinkRequest(TCPDIAG_GETSOCK).add(wire);
}

std::optional<NetlinkRequest> inet_request(const DiagTable& table, const DiagExtras& extras) {
  const auto protocol = ip_protocol(table.protocol);
  if (!protocol) return std::nullopt;
  if (table.family == Family::unknown) {
    return table.protocol == Protocol::tcp
               ? std::optional(tcp_of_both_families(extras, table.without_established))
               : std::nullopt;
  }
  inet_diag_req_v2 wire{};
  wire.sdiag_family = table.family == Family::ipv6 ? AF_INET6 : AF_INET;
  wire.sdiag_protocol = *protocol;
  wire.idiag_ext = extensions(table.protocol, extras);
  wire.idiag_states = kAllStates;
  NetlinkRequest request(SOCK_DIAG_BY_FAMILY);
  request.add(wire);
  if (table.protocol == Protocol::mptcp) request.add_attribute(INET_DIAG_REQ_PROTOCOL, kMptcp);
  return request;
}

NetlinkRequest unix_request(const DiagExtras& extras) {
  unix_diag_req wire{};
  wire.sdiag_family = AF_UNIX;
  wire.udiag_states = kAllStates;
  wire.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN | UDIAG_SHOW_UID;
  if (extras.memory) wire.udiag_show |= UDIAG_SHOW_MEMINFO;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

NetlinkRequest packet_request() {
  packet_diag_req wire{};
  wire.sdiag_family = AF_PACKET;
  wire.pdiag_show = PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

NetlinkRequest netlink_request() {
  netlink_diag_req wire{};
  wire.sdiag_family = AF_NETLINK;
  wire.sdiag_protocol = NDIAG_PROTO_ALL;
  wire.ndiag_show = NDIAG_SHOW_MEMINFO;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

NetlinkRequest vsock_request() {
  vsock_diag_req wire{};
  wire.sdiag_family = AF_VSOCK;
  wire.vdiag_states = kAllStates;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

NetlinkRequest xdp_request() {
  xdp_diag_req wire{};
  wire.sdiag_family = AF_XDP;
  wire.xdiag_show = XDP_SHOW_INFO;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

NetlinkRequest tipc_request() {
  tipc_sock_diag_req wire{};
  wire.sdiag_family = AF_TIPC;
  wire.tidiag_states = kAllStates;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

}  // namespace

NetlinkRequest unix_backlog_request() {
  constexpr std::uint32_t kListen = 1u << 10;  // 1 << TCP_LISTEN
  unix_diag_req wire{};
  wire.sdiag_family = AF_UNIX;
  wire.udiag_states = kListen;
  wire.udiag_show = UDIAG_SHOW_ICONS;
  return NetlinkRequest(SOCK_DIAG_BY_FAMILY).add(wire);
}

NetlinkRequest::NetlinkRequest(std::uint16_t message_type) {
  nlmsghdr header{};
  header.nlmsg_type = message_type;
  append(&header, sizeof header);
}

NetlinkRequest& NetlinkRequest::add_attribute(std::uint16_t type, std::uint32_t value) {
  const nlattr header{sizeof(nlattr) + sizeof value, type};
  append(&header, sizeof header);
  append(&value, sizeof value);
  return *this;
}

void NetlinkRequest::append(const void* data, std::size_t size) {
  if (size > bytes_.size() - length_) return;  // cannot happen: every request here is shorter
  std::memcpy(bytes_.data() + length_, data, size);
  length_ += size;
}

std::optional<NetlinkRequest> diag_request(const DiagTable& table, const DiagExtras& extras) {
  switch (table.protocol) {
    case Protocol::unix_domain: return unix_request(extras);
    case Protocol::packet: return packet_request();
    case Protocol::netlink: return netlink_request();
    case Protocol::vsock: return vsock_request();
    case Protocol::xdp: return xdp_request();
    case Protocol::tipc: return tipc_request();
    default: return inet_request(table, extras);
  }
}

}  // namespace portexplorer
