#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>

#include <cstddef>
#include <optional>
#include <utility>

#include "collect/netlink/rows.h"

namespace portexplorer {
namespace {

// struct mptcp_info (linux/mptcp.h), as far as it is read. Debian 12's header ends before the
// counters of Linux 6.5.
struct MptcpCounters {
  std::uint8_t unread[12];
  std::uint32_t token;
  std::uint8_t unread_too[28];
  std::uint32_t retransmits;
  std::uint64_t bytes_retrans;
  std::uint64_t bytes_sent;
  std::uint64_t bytes_received;
};
static_assert(offsetof(MptcpCounters, token) == 12 && offsetof(MptcpCounters, retransmits) == 44 &&
              offsetof(MptcpCounters, bytes_received) == 64);

// Returns the member of tcp_info at `offset`; empty if the kernel's struct ends before it.
template <typename T>
std::optional<T> member(Bytes info, std::size_t offset) {
  return offset <= info.size() ? load<T>(info.subspan(offset)) : std::nullopt;
}

// bytes_received counts the peer's FIN as a byte (tcp_rcv_nxt_update uses end_seq). In these states
// it has arrived.
bool has_received_fin(State state) {
  return state == State::close_wait || state == State::last_ack || state == State::closing;
}

void fill_tcp_bytes(Bytes info, Socket& row) {
  const auto received = member<std::uint64_t>(info, offsetof(tcp_info, tcpi_bytes_received));
  const auto sent = member<std::uint64_t>(info, offsetof(tcp_info, tcpi_bytes_sent));
  const auto sent_again = member<std::uint64_t>(info, offsetof(tcp_info, tcpi_bytes_retrans));
  if (!received || !sent || !sent_again || *sent_again > *sent) return;
  const std::uint64_t phantom = has_received_fin(row.state) && *received > 0 ? 1 : 0;
  row.sent_bytes = *sent - *sent_again;
  row.received_bytes = *received - phantom;
  row.set_known(Known::bytes);
  row.set_known(Known::lifetime);
}

// Infers from the counters who sent the SYN. bytes_acked counts the SYN of an active open, while a
// passive open begins with its SYN already acknowledged (tcp_create_openreq_child). So the bytes
// acknowledged or in flight exceed the payload sent by 1 (active) or by 0 (passive), not counting
// the FIN, which follows all payload. Any other difference, for example after a transmission that
// the host itself dropped, proves nothing.
void fill_opener(Bytes info, std::uint32_t unacknowledged, Socket& row) {
  const bool shut = row.state == State::fin_wait1 || row.state == State::fin_wait2 ||
                    row.state == State::last_ack || row.state == State::closing;
  if (!shut && row.state != State::established && row.state != State::close_wait) return;
  const auto acked = member<std::uint64_t>(info, offsetof(tcp_info, tcpi_bytes_acked));
  const auto sent = member<std::uint64_t>(info, offsetof(tcp_info, tcpi_bytes_sent));
  const auto sent_again = member<std::uint64_t>(info, offsetof(tcp_info, tcpi_bytes_retrans));
  const auto not_sent = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_notsent_bytes));
  const auto packets_in_flight = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_unacked));
  const auto last_sent = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_last_data_sent));
  const auto last_acked = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_last_ack_recv));
  if (!acked || !sent || !sent_again || !not_sent || !packets_in_flight || !last_sent ||
      !last_acked)
    return;
  std::uint64_t in_flight = 0;
  if (*packets_in_flight != 0) {
    // The queue's length was read before the socket was locked for its counters. The two are
    // consistent if there was no recent activity.
    constexpr std::uint32_t kLatelyMs = 50;
    if (*last_sent < kLatelyMs || *last_acked < kLatelyMs || unacknowledged < *not_sent) return;
    in_flight = unacknowledged - *not_sent;
  }
  // An acknowledged FIN is visible only in the state. One in flight is the last byte of the queue.
  const bool fin = row.state == State::fin_wait2 || (shut && in_flight != 0 && *not_sent == 0);
  const std::uint64_t extra = *acked + in_flight - (*sent - *sent_again) - (fin ? 1 : 0);
  if (extra == 1) row.set(SocketFlag::active_open);
  else if (extra == 0) row.set(SocketFlag::passive_open);
}

void fill_tcp_info(Bytes info, Socket& row) {
  // A closed socket that is still bound may keep the counters of its last connection. It does not
  // show whether that ended with a FIN, which is counted, or with a reset.
  if (row.state == State::listen || row.state == State::closed) return;
  fill_tcp_bytes(info, row);
  const auto segments_in = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_data_segs_in));
  const auto segments_out = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_data_segs_out));
  if (segments_in && segments_out) {
    row.sent_packets = *segments_out;
    row.received_packets = *segments_in;
    row.set_known(Known::packets);
  }
  row.rtt_us = member<std::uint32_t>(info, offsetof(tcp_info, tcpi_rtt)).value_or(0);
  if (row.rtt_us != 0) row.set_known(Known::rtt);  // 0: not measured yet
  if (const auto retransmits =
          member<std::uint32_t>(info, offsetof(tcp_info, tcpi_total_retrans))) {
    row.retransmits = *retransmits;
    row.set_known(Known::retransmits);
  }
}

void fill_mptcp_info(Bytes bytes, Socket& row) {
  row.set_mptcp_token(member<std::uint32_t>(bytes, offsetof(MptcpCounters, token)).value_or(0));
  const auto counters = load<MptcpCounters>(bytes);
  if (!counters || row.state == State::listen || counters->bytes_retrans > counters->bytes_sent)
    return;
  row.sent_bytes = counters->bytes_sent - counters->bytes_retrans;
  row.received_bytes = counters->bytes_received;
  row.retransmits = counters->retransmits;
  row.set_known(Known::bytes);
  row.set_known(Known::lifetime);
  row.set_known(Known::retransmits);
}

bool names_mptcp(Bytes ulp) {
  AttributeCursor attributes(ulp);
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    if (attribute.type == INET_ULP_INFO_NAME) return as_c_text(attribute.payload) == "mptcp";
  }
  return false;
}

bool is_zero(const IpAddress& address) { return address == IpAddress{}; }

void set_v6only(Bytes value, Socket& row) {
  if (value.empty()) return;
  if (value[0] != std::byte{0} || never_serves_both(row.protocol)) row.set(SocketFlag::v6only);
  else if (is_zero(row.local_address)) row.set(SocketFlag::dual_stack);
}

// UDP's receive memory comes from the fixed part, which excludes memory that has been read already
// and is released later.
void set_memory(Bytes value, Socket& row) {
  const auto memory = socket_memory(value);
  if (!memory) return;
  if (!row.known(Known::recv_memory)) row.set_recv_memory(memory->receive);
  if (!row.known(Known::send_memory)) row.set_send_memory(memory->send);
  row.set_drops(memory->drops);
}

// Reads the attributes after the fixed part. Returns whether they are those of an SCTP association.
bool fill_attributes(const inet_diag_msg& wire, Bytes bytes, Socket& row) {
  bool association = false;
  AttributeCursor attributes(bytes);
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    switch (attribute.type) {
      case INET_DIAG_INFO:
        if (row.protocol == Protocol::tcp) {
          fill_tcp_info(attribute.payload, row);
          fill_opener(attribute.payload, wire.idiag_wqueue, row);
        }
        if (row.protocol == Protocol::mptcp) fill_mptcp_info(attribute.payload, row);
        break;
      case INET_DIAG_MARK:
        if (const auto mark = load<std::uint32_t>(attribute.payload)) {
          row.mark = *mark;
          row.set_known(Known::mark);
        }
        break;
      case INET_DIAG_SKV6ONLY: set_v6only(attribute.payload, row); break;
      case INET_DIAG_ULP_INFO:
        if (names_mptcp(attribute.payload)) row.set(SocketFlag::subflow);
        break;
      case INET_DIAG_PROTOCOL:
        if (!attribute.payload.empty())
          row.raw_protocol = static_cast<std::uint8_t>(attribute.payload[0]);
        break;
      case INET_DIAG_PEERS: association = true; break;
      case INET_DIAG_SKMEMINFO: set_memory(attribute.payload, row); break;
      default: break;
    }
  }
  return association;
}

State inet_state(Protocol protocol, unsigned kernel_state) {
  const bool datagram =
      protocol == Protocol::udp || protocol == Protocol::udplite || protocol == Protocol::raw;
  return datagram ? datagram_state(kernel_state) : stream_state(kernel_state);
}

IpAddress address_of(Family family, const __be32 (&words)[4]) {
  IpAddress address;
  std::memcpy(address.bytes.data(), words, family == Family::ipv4 ? 4 : 16);
  return address;
}

void fill_endpoints(const inet_diag_msg& wire, Socket& row) {
  row.local_address = address_of(row.family, wire.id.idiag_src);
  row.remote_address = address_of(row.family, wire.id.idiag_dst);
  row.set_known(Known::endpoints);
  if (row.protocol == Protocol::raw) {
    row.raw_protocol = static_cast<std::uint8_t>(
        ntohs(wire.id.idiag_sport));  // raw sockets keep their protocol there
  } else {
    row.local_port = ntohs(wire.id.idiag_sport);
    row.remote_port = ntohs(wire.id.idiag_dport);
  }
  if (row.remote_port != 0 || !is_zero(row.remote_address)) row.set(SocketFlag::connected);
  row.interface = wire.id.idiag_if;
  if (row.interface != 0) row.set_known(Known::interface);
}

// The meaning of idiag_rqueue and idiag_wqueue depends on the protocol: bytes of the stream for
// TCP; memory for datagrams, MPTCP and SCTP associations. For a listener, they count connections.
// DCCP always reports 0.
void fill_queues(const inet_diag_msg& wire, bool association, Socket& row) {
  const bool counts = row.protocol == Protocol::tcp ||
                      (row.state == State::listen && row.protocol != Protocol::dccp);
  const bool memory =
      row.protocol != Protocol::dccp && (row.protocol != Protocol::sctp || association);
  if (counts) {
    row.set_queues(wire.idiag_rqueue, wire.idiag_wqueue);
  } else if (memory) {
    row.set_recv_memory(wire.idiag_rqueue);
    row.set_send_memory(wire.idiag_wqueue);
  }
}

void fill_fixed(const inet_diag_msg& wire, Socket& row) {
  row.cookie = cookie_of(wire.id.idiag_cookie);
  row.inode = Inode{wire.idiag_inode};
  row.state = inet_state(row.protocol, wire.idiag_state);
  if (row.inode.value() == 0) row.set(SocketFlag::no_file);
  // TIME_WAIT and SYN_RECV have no user, and older kernels report none for a socket without a file.
  // A 0 means nothing there.
  row.uid = wire.idiag_uid;
  if (row.uid != 0 || row.inode.value() != 0) row.set_known(Known::uid);
}

Family family_of(unsigned number) {
  if (number == AF_INET) return Family::ipv4;
  return number == AF_INET6 ? Family::ipv6 : Family::unknown;
}

// A socket's own row precedes those of its associations, which are more complete and replace it.
// The row of a listener is kept, since it is a different thing.
void join_association(const inet_diag_msg& wire, bool association, RowReading& reading,
                      TablePart& part) {
  const std::size_t index = part.sockets.size() - 1;
  Socket& row = part.sockets[index];
  if (!association) {
    reading.sctp_socket = row.state == State::listen ? kNoRow : index;
    return;
  }
  row.state = sctp_association_state(wire.idiag_state);
  const std::size_t own = std::exchange(reading.sctp_socket, kNoRow);
  if (own == kNoRow || own + 1 != index || part.sockets[own].cookie != row.cookie) return;
  part.sockets[own] = row;
  part.sockets.pop_back();
}

}  // namespace

bool append_inet_row(Bytes message, RowReading& reading, TablePart& part) {
  const auto wire = load<inet_diag_msg>(message);
  if (!wire) return false;
  const Family family = family_of(wire->idiag_family);
  if (family == Family::unknown ||
      (reading.table.family != Family::unknown && family != reading.table.family))
    return false;
  static constexpr Socket kBlank;  // copying it is a third faster than constructing a new one
  Socket& row = part.sockets.emplace_back(kBlank);
  row.netns = reading.netns;
  row.protocol = reading.table.protocol;
  row.family = family;
  fill_endpoints(*wire, row);
  fill_fixed(*wire, row);
  const bool association = fill_attributes(*wire, message.subspan(sizeof *wire), row);
  fill_queues(*wire, association, row);
  if (family == Family::ipv6) normalize_mapped_address(row);
  if (row.protocol == Protocol::sctp) join_association(*wire, association, reading, part);
  return true;
}

}  // namespace portexplorer
