#include "collect/ebpf/record_rows.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>

#include "collect/netlink/rows.h"

namespace portexplorer {
namespace {

constexpr unsigned kKernelClose = 7;
constexpr unsigned kKernelListen = 10;
constexpr unsigned kNetlinkConnected = 1;

// Indexed by enum pe_protocol.
constexpr std::array kProtocols = {Protocol::other,       Protocol::tcp,       Protocol::udp,
                                   Protocol::udplite,     Protocol::icmp,      Protocol::raw,
                                   Protocol::sctp,        Protocol::mptcp,     Protocol::dccp,
                                   Protocol::unix_domain, Protocol::netlink,   Protocol::packet,
                                   Protocol::vsock,       Protocol::xdp,       Protocol::tipc,
                                   Protocol::alg,         Protocol::bluetooth, Protocol::can};
static_assert(kProtocols.size() == PE_PROTOCOLS);

bool is_set(const pe_socket_record& record, unsigned flag) { return (record.flags & flag) != 0; }

Family family_of(unsigned number) {
  switch (number) {
    case AF_INET: return Family::ipv4;
    case AF_INET6: return Family::ipv6;
    case AF_UNIX: return Family::unix_domain;
    case AF_NETLINK: return Family::netlink;
    case AF_PACKET: return Family::packet;
    case AF_VSOCK: return Family::vsock;
    default: return Family::other;
  }
}

State state_of(const pe_socket_record& record, Protocol protocol) {
  switch (protocol) {
    case Protocol::tcp:
    case Protocol::mptcp:
    case Protocol::sctp:
    case Protocol::dccp: return stream_state(record.state);
    case Protocol::unix_domain:
      if (record.state != kKernelClose) return stream_state(record.state);
      return is_set(record, PE_CONNECTED) ? State::established : State::unconnected;
    case Protocol::netlink:
      return record.state == kNetlinkConnected ? State::established : State::unconnected;
    case Protocol::vsock:
      return record.socket_type == SOCK_DGRAM ? datagram_state(record.state)
                                              : stream_state(record.state);
    case Protocol::packet:
    case Protocol::xdp: return State::unconnected;
    default: return datagram_state(record.state);
  }
}

void fill_inet_endpoints(const pe_socket_record& record, Socket& row) {
  const std::size_t bytes = row.family == Family::ipv6 ? 16 : 4;
  std::memcpy(row.local_address.bytes.data(), record.local_address, bytes);
  std::memcpy(row.remote_address.bytes.data(), record.remote_address, bytes);
  if (row.protocol == Protocol::raw) {
    // Raw sockets store their protocol in place of the port.
    row.raw_protocol = static_cast<std::uint8_t>(record.local_port);
  } else {
    row.local_port = record.local_port;
    row.remote_port = record.remote_port;
  }
  if (row.remote_port != 0 || row.remote_address != IpAddress{}) row.set(SocketFlag::connected);
  const bool says_v6only = record.state == kKernelClose || record.state == kKernelListen;
  if (row.family != Family::ipv6 || !says_v6only) return;
  if (is_set(record, PE_V6ONLY) || never_serves_both(row.protocol)) row.set(SocketFlag::v6only);
  else if (is_unspecified(row.local_address)) row.set(SocketFlag::dual_stack);
}

void fill_other_endpoints(const pe_socket_record& record, Socket& row) {
  row.local_port = record.local_port;
  row.remote_port = record.remote_port;
  row.raw_protocol = row.protocol == Protocol::netlink
                         ? static_cast<std::uint8_t>(record.ip_protocol)
                         : record.socket_type;
  switch (row.protocol) {
    case Protocol::unix_domain:
      if (is_set(record, PE_CONNECTED)) row.set(SocketFlag::connected);
      break;
    case Protocol::netlink:
      if (row.state == State::established) row.set(SocketFlag::connected);
      break;
    case Protocol::vsock:
      std::memcpy(row.local_address.bytes.data(), record.local_address, 4);
      std::memcpy(row.remote_address.bytes.data(), record.remote_address, 4);
      if (row.state == State::established) row.set(SocketFlag::connected);
      break;
    default: break;
  }
}

void fill_endpoints(const pe_socket_record& record, Socket& row) {
  row.interface = record.interface;
  if (row.interface != 0) row.set_known(Known::interface);
  if (row.family == Family::ipv4 || row.family == Family::ipv6) fill_inet_endpoints(record, row);
  else fill_other_endpoints(record, row);
  if (is_set(record, PE_ENDPOINTS)) row.set_known(Known::endpoints);
}

void fill_counters(const pe_socket_record& record, const pe_counters& c, Socket& row) {
  // TCP counts the peer's FIN as a byte as soon as it is received.
  const std::uint64_t phantom = is_set(record, PE_FIN_RECEIVED) && c.received_bytes > 0 ? 1 : 0;
  row.retransmits = c.retransmits;
  row.set_known(Known::retransmits);
  if (c.resent_bytes <= c.sent_bytes) {
    row.sent_bytes = c.sent_bytes - c.resent_bytes;
    row.received_bytes = c.received_bytes - phantom;
    row.set_known(Known::bytes);
    row.set_known(Known::lifetime);
  }
  if (row.protocol != Protocol::tcp) return;
  row.sent_packets = c.sent_segments;
  row.received_packets = c.received_segments;
  row.set_known(Known::packets);
  row.rtt_us = c.rtt_us;
  if (c.rtt_us != 0) row.set_known(Known::rtt);
}

// The queues of an MPTCP socket contain what its subflows have passed on. The kernel only reports
// their memory.
void fill_queues(const pe_socket_record& record, Socket& row) {
  if (is_set(record, PE_QUEUES | PE_MINI)) row.set_queues(record.recv_queue, record.send_queue);
  if (is_set(record, PE_RECV_QUEUE)) {
    row.recv_queue = record.recv_queue;
    row.set_known(Known::recv_queue);
  }
  if (is_set(record, PE_RECV_MEMORY)) row.set_recv_memory(record.recv_memory);
  if (is_set(record, PE_SEND_MEMORY)) row.set_send_memory(record.send_memory);
  if (is_set(record, PE_DROPS)) row.set_drops(record.drops);
}

}  // namespace

void fill_row(const pe_socket_record& record, const pe_counters* counters, Socket& row) {
  row.cookie = Cookie{record.cookie};
  row.inode = Inode{record.inode};
  row.netns = NetnsId{record.netns};
  row.protocol = protocol_of_record(record.protocol);
  row.family = family_of(record.family);
  row.state = state_of(record, row.protocol);
  if (record.inode == 0) row.set(SocketFlag::no_file);
  if (is_set(record, PE_SUBFLOW)) row.set(SocketFlag::subflow);
  if (is_set(record, PE_ACTIVE_OPEN)) row.set(SocketFlag::active_open);
  if (is_set(record, PE_PASSIVE_OPEN)) row.set(SocketFlag::passive_open);
  if (row.protocol == Protocol::mptcp) row.set_mptcp_token(record.token);
  fill_endpoints(record, row);
  row.uid = record.uid;
  if (is_set(record, PE_UID)) row.set_known(Known::uid);
  row.mark = record.mark;
  if (is_set(record, PE_MARK)) row.set_known(Known::mark);
  fill_queues(record, row);
  if (counters != nullptr) fill_counters(record, *counters, row);
  if (row.family == Family::ipv6) normalize_mapped_address(row);
}

std::string_view unix_name(std::string_view bytes, Socket& row) {
  if (bytes.empty()) return {};
  if (bytes[0] != '\0') return bytes.substr(0, bytes.find('\0'));  // a path ends at its first NUL
  row.set(SocketFlag::abstract_name);
  return bytes.substr(1);
}

Protocol protocol_of_record(unsigned protocol) {
  return protocol < kProtocols.size() ? kProtocols[protocol] : Protocol::other;
}

std::uint32_t wanted_bits(const ProtocolSet& protocols) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < kProtocols.size(); ++i) {
    if (protocols.contains(kProtocols[i])) bits |= 1u << i;
  }
  return bits;
}

}  // namespace portexplorer
