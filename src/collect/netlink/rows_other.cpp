#include <arpa/inet.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tipc_netlink.h>
#include <linux/unix_diag.h>
#include <linux/vm_sockets_diag.h>
#include <linux/xdp_diag.h>
#include <sys/socket.h>

#include <array>

#include "collect/netlink/rows.h"

namespace portexplorer {
namespace {

constexpr std::array
    kStreamStates = {State::unknown,    State::established, State::syn_sent,  State::syn_recv,
                     State::fin_wait1,  State::fin_wait2,   State::time_wait, State::closed,
                     State::close_wait, State::last_ack,    State::listen,    State::closing,
                     State::syn_recv,   State::closed};  // 12: TCP_NEW_SYN_RECV, 13:
                                                         // TCP_BOUND_INACTIVE (Linux 6.8)

// enum sctp_state of the kernel's net/sctp/constants.h, in netstat's terms.
constexpr std::array kAssociationStates = {State::closed,      State::syn_sent,  State::syn_sent,
                                           State::established, State::fin_wait1, State::fin_wait2,
                                           State::close_wait,  State::last_ack};

constexpr unsigned kTcpEstablished = 1;
constexpr unsigned kTcpClose = 7;
constexpr unsigned kTcpListen = 10;
constexpr unsigned kNetlinkConnected = 1;  // NETLINK_CONNECTED of the kernel's af_netlink.c

constexpr std::array<std::string_view, 23> kNetlinkFamilies = {
    "ROUTE",         "UNUSED",   "USERSOCK", "FIREWALL",       "SOCK_DIAG",  "NFLOG",
    "XFRM",          "SELINUX",  "ISCSI",    "AUDIT",          "FIB_LOOKUP", "CONNECTOR",
    "NETFILTER",     "IP6_FW",   "DNRTMSG",  "KOBJECT_UEVENT", "GENERIC",    "DM",
    "SCSITRANSPORT", "ECRYPTFS", "RDMA",     "CRYPTO",         "SMC"};

// Appends a row with the fields that all tables share.
Socket& add_row(const RowReading& reading, TablePart& part, Family family, std::uint64_t inode) {
  Socket& row = part.sockets.emplace_back();
  row.netns = reading.netns;
  row.protocol = reading.table.protocol;
  row.family = family;
  row.inode = Inode{inode};
  if (inode == 0) row.set(SocketFlag::no_file);
  row.set_known(Known::endpoints);
  return row;
}

void set_uid(Socket& row, Bytes value) {
  const auto uid = load<std::uint32_t>(value);
  if (!uid) return;
  row.uid = *uid;
  row.set_known(Known::uid);
}

void set_interface(Socket& row, std::uint32_t ifindex) {
  row.interface = ifindex;
  if (ifindex != 0) row.set_known(Known::interface);
}

void set_memory(Socket& row, Bytes value) {
  const auto memory = socket_memory(value);
  if (!memory) return;
  row.set_recv_memory(memory->receive);
  row.set_send_memory(memory->send);
  row.set_drops(memory->drops);
}

// Stores the number of a node or context as an address of four bytes.
IpAddress numbered_address(std::uint32_t number) {
  IpAddress address;
  const std::uint32_t wire = htonl(number);
  std::memcpy(address.bytes.data(), &wire, sizeof wire);
  return address;
}

void set_unix_name(Socket& row, Bytes value, TablePart& part) {
  std::string_view name = as_text(value);
  if (name.empty()) return;
  if (name[0] == '\0') {
    row.set(SocketFlag::abstract_name);
    name.remove_prefix(1);
  } else {
    name = as_c_text(value);  // a path ends at its first NUL
  }
  row.text = add_text(part, name);
}

// The receive queue is a sum for SOCK_STREAM and SOCK_SEQPACKET; for datagrams, the kernel reports
// the length of the first. The other value is the memory of the data sent (unix_outq_len), or the
// maximum queue length of a listener.
void set_unix_queues(Socket& row, const unix_diag_rqlen& queue, unsigned kernel_state) {
  if (kernel_state == kTcpListen) {
    row.set_queues(queue.udiag_rqueue, queue.udiag_wqueue);
    return;
  }
  row.set_send_memory(queue.udiag_wqueue);
  if (row.raw_protocol == SOCK_DGRAM) return;
  row.recv_queue = queue.udiag_rqueue;
  row.set_known(Known::recv_queue);
}

void fill_unix(Bytes bytes, unsigned kernel_state, Socket& row, TablePart& part) {
  AttributeCursor attributes(bytes);
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    switch (attribute.type) {
      case UNIX_DIAG_NAME: set_unix_name(row, attribute.payload, part); break;
      case UNIX_DIAG_PEER:
        row.remote_port = load<std::uint32_t>(attribute.payload).value_or(0);
        row.set(SocketFlag::connected);
        break;
      case UNIX_DIAG_RQLEN:
        if (const auto queue = load<unix_diag_rqlen>(attribute.payload))
          set_unix_queues(row, *queue, kernel_state);
        break;
      case UNIX_DIAG_MEMINFO:
        if (const auto memory = socket_memory(attribute.payload)) row.set_drops(memory->drops);
        break;
      case UNIX_DIAG_UID: set_uid(row, attribute.payload); break;
      default: break;
    }
  }
}

State unix_state(const Socket& row, unsigned kernel_state) {
  if (row.raw_protocol != SOCK_DGRAM)
    return kernel_state == kTcpClose ? State::unconnected : stream_state(kernel_state);
  // The reported state depends on the kernel version. Newer kernels also report the passive end as
  // established, although it has no peer (unix_dgram_connect).
  return row.has(SocketFlag::connected) ? State::established : State::unconnected;
}

void fill_packet(Bytes bytes, Socket& row) {
  AttributeCursor attributes(bytes);
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    switch (attribute.type) {
      case PACKET_DIAG_INFO:
        if (const auto info = load<packet_diag_info>(attribute.payload))
          set_interface(row, info->pdi_index);
        break;
      case PACKET_DIAG_UID: set_uid(row, attribute.payload); break;
      case PACKET_DIAG_MEMINFO: set_memory(row, attribute.payload); break;
      default: break;
    }
  }
}

void fill_tipc(Bytes bytes, Socket& row) {
  AttributeCursor attributes(bytes);
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    const std::uint32_t value = load<std::uint32_t>(attribute.payload).value_or(0);
    switch (attribute.type) {
      case TIPC_NLA_SOCK_ADDR: row.local_address = numbered_address(value); break;
      case TIPC_NLA_SOCK_REF: row.local_port = value; break;
      case TIPC_NLA_SOCK_TYPE: row.raw_protocol = static_cast<std::uint8_t>(value); break;
      case TIPC_NLA_SOCK_INO: row.inode = Inode{value}; break;
      case TIPC_NLA_SOCK_UID: set_uid(row, attribute.payload); break;
      case TIPC_NLA_SOCK_TIPC_STATE: row.state = datagram_state(value); break;
      case TIPC_NLA_SOCK_COOKIE:
        row.cookie = Cookie{load<std::uint64_t>(attribute.payload).value_or(0)};
        break;
      case TIPC_NLA_SOCK_CON: row.set(SocketFlag::connected); break;
      default: break;
    }
  }
}

}  // namespace

State stream_state(unsigned kernel_state) {
  return kernel_state < kStreamStates.size() ? kStreamStates[kernel_state] : State::unknown;
}

State datagram_state(unsigned kernel_state) {
  return kernel_state == kTcpClose ? State::unconnected : stream_state(kernel_state);
}

State sctp_association_state(unsigned kernel_state) {
  return kernel_state < kAssociationStates.size() ? kAssociationStates[kernel_state]
                                                  : State::unknown;
}

std::string_view netlink_family_name(unsigned number) {
  return number < kNetlinkFamilies.size() ? kNetlinkFamilies[number] : std::string_view{};
}

std::optional<SocketMemory> socket_memory(Bytes attribute) {
  // SK_MEMINFO_DROPS requires Linux 4.14; every supported kernel has it.
  const auto memory = load<std::array<std::uint32_t, SK_MEMINFO_DROPS + 1>>(attribute);
  if (!memory) return std::nullopt;
  return SocketMemory{(*memory)[SK_MEMINFO_RMEM_ALLOC], (*memory)[SK_MEMINFO_WMEM_ALLOC],
                      (*memory)[SK_MEMINFO_DROPS]};
}

TextRef add_text(TablePart& part, std::string_view text) {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (text.size() > kMost || part.text.size() > kMost - text.size()) return {};
  const TextRef reference{static_cast<std::uint32_t>(part.text.size()),
                          static_cast<std::uint32_t>(text.size())};
  part.text += text;
  return reference;
}

bool append_unix_row(Bytes message, RowReading& reading, TablePart& part) {
  const auto wire = load<unix_diag_msg>(message);
  if (!wire || wire->udiag_family != AF_UNIX) return false;
  Socket& row = add_row(reading, part, Family::unix_domain, wire->udiag_ino);
  row.cookie = cookie_of(wire->udiag_cookie);
  row.raw_protocol = wire->udiag_type;
  fill_unix(message.subspan(sizeof *wire), wire->udiag_state, row, part);
  row.state = unix_state(row, wire->udiag_state);
  return true;
}

bool append_packet_row(Bytes message, RowReading& reading, TablePart& part) {
  const auto wire = load<packet_diag_msg>(message);
  if (!wire || wire->pdiag_family != AF_PACKET) return false;
  Socket& row = add_row(reading, part, Family::packet, wire->pdiag_ino);
  row.cookie = cookie_of(wire->pdiag_cookie);
  row.raw_protocol = wire->pdiag_type;
  row.local_port = wire->pdiag_num;
  row.state = State::unconnected;
  fill_packet(message.subspan(sizeof *wire), row);
  return true;
}

bool append_netlink_row(Bytes message, RowReading& reading, TablePart& part) {
  const auto wire = load<netlink_diag_msg>(message);
  if (!wire || wire->ndiag_family != AF_NETLINK) return false;
  Socket& row = add_row(reading, part, Family::netlink, wire->ndiag_ino);
  row.cookie = cookie_of(wire->ndiag_cookie);
  row.raw_protocol = wire->ndiag_protocol;
  row.local_port = wire->ndiag_portid;
  row.remote_port = wire->ndiag_dst_portid;
  row.state = wire->ndiag_state == kNetlinkConnected ? State::established : State::unconnected;
  if (row.state == State::established) row.set(SocketFlag::connected);
  row.text = add_text(part, netlink_family_name(wire->ndiag_protocol));
  AttributeCursor attributes(message.subspan(sizeof *wire));
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    if (attribute.type == NETLINK_DIAG_MEMINFO) set_memory(row, attribute.payload);
  }
  return true;
}

bool append_vsock_row(Bytes message, RowReading& reading, TablePart& part) {
  const auto wire = load<vsock_diag_msg>(message);
  if (!wire || wire->vdiag_family != AF_VSOCK) return false;
  Socket& row = add_row(reading, part, Family::vsock, wire->vdiag_ino);
  row.cookie = cookie_of(wire->vdiag_cookie);
  row.raw_protocol = wire->vdiag_type;
  row.local_address = numbered_address(wire->vdiag_src_cid);
  row.local_port = wire->vdiag_src_port;
  row.remote_address = numbered_address(wire->vdiag_dst_cid);
  row.remote_port = wire->vdiag_dst_port;
  row.state = wire->vdiag_type == SOCK_DGRAM ? datagram_state(wire->vdiag_state)
                                             : stream_state(wire->vdiag_state);
  if (wire->vdiag_state == kTcpEstablished) row.set(SocketFlag::connected);
  return true;
}

bool append_xdp_row(Bytes message, RowReading& reading, TablePart& part) {
  const auto wire = load<xdp_diag_msg>(message);
  if (!wire || wire->xdiag_family != AF_XDP) return false;
  Socket& row = add_row(reading, part, Family::other, wire->xdiag_ino);
  row.cookie = cookie_of(wire->xdiag_cookie);
  row.raw_protocol = wire->xdiag_type;
  row.state = State::unconnected;
  AttributeCursor attributes(message.subspan(sizeof *wire));
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    if (attribute.type == XDP_DIAG_UID) set_uid(row, attribute.payload);
    const auto info = load<xdp_diag_info>(attribute.payload);
    if (attribute.type != XDP_DIAG_INFO || !info) continue;
    set_interface(row, info->ifindex);
    row.local_port = info->queue_id;
  }
  return true;
}

bool append_tipc_row(Bytes message, RowReading& reading, TablePart& part) {
  AttributeCursor attributes(message);
  NetlinkAttribute attribute;
  while (attributes.next(attribute)) {
    if (attribute.type != TIPC_NLA_SOCK) continue;
    Socket& row = add_row(reading, part, Family::other, 1);
    row.inode = Inode{0};
    fill_tipc(attribute.payload, row);
    if (row.inode.value() == 0) row.set(SocketFlag::no_file);
    return true;
  }
  return false;
}

AppendRow row_parser(Protocol protocol) {
  switch (protocol) {
    case Protocol::tcp:
    case Protocol::udp:
    case Protocol::udplite:
    case Protocol::sctp:
    case Protocol::dccp:
    case Protocol::raw:
    case Protocol::mptcp: return append_inet_row;
    case Protocol::unix_domain: return append_unix_row;
    case Protocol::packet: return append_packet_row;
    case Protocol::netlink: return append_netlink_row;
    case Protocol::vsock: return append_vsock_row;
    case Protocol::xdp: return append_xdp_row;
    case Protocol::tipc: return append_tipc_row;
    default: return nullptr;
  }
}

}  // namespace portexplorer
