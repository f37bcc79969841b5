#include "collect/procnet/proc_net_rows.h"

#include <array>
#include <cstring>

#include "collect/netlink/rows.h"
#include "collect/procnet/proc_net_fields.h"

namespace portexplorer {
namespace {

// The kernel prints each 32-bit word of an address as a number in host byte order, so storing the
// number restores the bytes.
std::optional<IpAddress> hex_address(std::string_view text, Family family) {
  constexpr std::size_t kDigitsPerWord = 8;
  const std::size_t words = family == Family::ipv6 ? 4 : 1;
  if (text.size() != words * kDigitsPerWord) return std::nullopt;
  IpAddress address;
  for (std::size_t i = 0; i < words; ++i) {
    const auto word = number<std::uint32_t>(text.substr(i * kDigitsPerWord, kDigitsPerWord), 16);
    if (!word) return std::nullopt;
    std::memcpy(address.bytes.data() + i * sizeof *word, &*word, sizeof *word);
  }
  return address;
}

struct HexEndpoint {
  IpAddress address;
  std::uint16_t port = 0;
};

std::optional<HexEndpoint> hex_endpoint(std::string_view column, Family family) {
  const auto address = hex_address(take_until(column, ':'), family);
  const auto port = number<std::uint16_t>(column, 16);
  if (!address || !port) return std::nullopt;
  return HexEndpoint{*address, *port};
}

State line_state(Protocol protocol, unsigned kernel_state) {
  return protocol == Protocol::tcp ? stream_state(kernel_state) : datagram_state(kernel_state);
}

// Columns "sl: local remote st tx_queue:rx_queue tr:when retrnsmt uid timeout inode …", of
// tcp_ipv4.c, udp.c, raw.c, ping.c.
struct InetLine {
  HexEndpoint local;
  HexEndpoint remote;
  unsigned state = 0;
  std::uint32_t send_queue = 0;
  std::uint32_t recv_queue = 0;
  std::uint32_t uid = 0;
  std::uint64_t inode = 0;
  std::optional<std::uint32_t> drops;  // the last column of all files except tcp's
};

std::optional<InetLine> split_inet_line(std::string_view line, Family family) {
  const std::string_view slot = take_column(line);
  if (slot.empty() || slot.back() != ':') return std::nullopt;
  const auto local = hex_endpoint(take_column(line), family);
  const auto remote = hex_endpoint(take_column(line), family);
  const auto state = number<unsigned>(take_column(line), 16);
  std::string_view queues = take_column(line);
  const auto send_queue = number<std::uint32_t>(take_until(queues, ':'), 16);
  const auto recv_queue = number<std::uint32_t>(queues, 16);
  skip_columns(line, 2);
  const auto uid = number<std::uint32_t>(take_column(line));
  skip_columns(line, 1);
  const auto inode = number<std::uint64_t>(take_column(line));
  if (!local || !remote || !state || !send_queue || !recv_queue || !uid || !inode)
    return std::nullopt;
  skip_columns(line, 2);
  return InetLine{*local,      *remote, *state, *send_queue,
                  *recv_queue, *uid,    *inode, number<std::uint32_t>(take_column(line))};
}

// The queues are bytes of the stream for TCP, memory for all others. The backlog limit of a
// listener is not included.
void fill_queues(const InetLine& line, Socket& row) {
  if (row.protocol == Protocol::tcp) {
    row.set_queues(line.recv_queue, line.send_queue);
    if (row.state == State::listen) row.forget(Known::send_queue);
    return;
  }
  row.set_recv_memory(line.recv_queue);
  row.set_send_memory(line.send_queue);
  if (line.drops) row.set_drops(*line.drops);
}

void fill_inet(const InetLine& line, Socket& row) {
  row.local_address = line.local.address;
  row.remote_address = line.remote.address;
  if (row.protocol == Protocol::raw) {
    row.raw_protocol = static_cast<std::uint8_t>(
        line.local.port);  // raw sockets have no port: it holds their protocol
  } else {
    row.local_port = line.local.port;
    row.remote_port = line.remote.port;
  }
  if (row.remote_port != 0 || row.remote_address != IpAddress{}) row.set(SocketFlag::connected);
  row.state = line_state(row.protocol, line.state);
  row.uid = line.uid;
  if (line.uid != 0 || line.inode != 0)
    row.set_known(Known::uid);  // for a socket without a file, 0 may mean unknown
  fill_queues(line, row);
  if (row.family != Family::ipv6) return;
  if (never_serves_both(row.protocol)) row.set(SocketFlag::v6only);
}

std::optional<ParsedAddress> sctp_address(std::string_view column) {
  if (!column.empty() && column[0] == '*') column.remove_prefix(1);
  return parse_ip(column);
}

// Returns the primary address (marked with a star), or else the first, of a list that ends at `end`
// or with the line.
std::optional<ParsedAddress> take_sctp_addresses(std::string_view& line, std::string_view end) {
  std::optional<ParsedAddress> chosen;
  while (true) {
    const std::string_view column = take_column(line);
    if (column.empty() || column == end) return chosen;
    const auto address = sctp_address(column);
    if (!address) return chosen;
    if (!chosen || column[0] == '*') chosen = address;
  }
}

void set_local(Socket& row, const std::optional<ParsedAddress>& address) {
  if (!address) return;
  row.family = address->family;
  row.local_address = address->address;
}

}  // namespace

Socket proc_net_row(const ProcNetFile& file, NetnsId netns, std::uint64_t inode) {
  Socket row;
  row.netns = netns;
  row.protocol = file.protocol;
  row.family = file.family;
  row.inode = Inode{inode};
  row.set(SocketFlag::from_procfs);
  if (inode == 0) row.set(SocketFlag::no_file);
  row.set_known(Known::endpoints);
  return row;
}

bool append_inet_line(std::string_view line, const ProcNetFile& file, NetnsId netns,
                      TablePart& part) {
  const auto fields = split_inet_line(line, file.family);
  if (!fields) return false;
  Socket row = proc_net_row(file, netns, fields->inode);
  fill_inet(*fields, row);
  normalize_mapped_address(row);
  part.sockets.push_back(row);
  return true;
}

// Parses "sk RefCnt Type Proto Iface R Rmem User Inode", of packet/af_packet.c.
bool append_packet_line(std::string_view line, const ProcNetFile& file, NetnsId netns,
                        TablePart& part) {
  skip_columns(line, 2);
  const auto type = number<std::uint8_t>(take_column(line));
  const auto ethertype = number<std::uint16_t>(take_column(line), 16);
  const auto ifindex = number<std::uint32_t>(take_column(line));
  skip_columns(line, 1);
  const auto received = number<std::uint32_t>(take_column(line));
  const auto uid = number<std::uint32_t>(take_column(line));
  const auto inode = number<std::uint64_t>(take_column(line));
  if (!type || !ethertype || !ifindex || !received || !uid || !inode) return false;
  Socket row = proc_net_row(file, netns, *inode);
  row.raw_protocol = *type;
  row.local_port = *ethertype;
  row.state = State::unconnected;
  row.interface = *ifindex;
  if (*ifindex != 0) row.set_known(Known::interface);
  row.uid = *uid;
  row.set_known(Known::uid);
  row.set_recv_memory(*received);
  part.sockets.push_back(row);
  return true;
}

// Parses "sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode", of netlink/af_netlink.c.
bool append_netlink_line(std::string_view line, const ProcNetFile& file, NetnsId netns,
                         TablePart& part) {
  skip_columns(line, 1);
  const auto family = number<std::uint8_t>(take_column(line));
  const auto port = number<std::uint32_t>(take_column(line));
  skip_columns(line, 1);
  const auto received = number<std::uint32_t>(take_column(line));
  const auto sent = number<std::uint32_t>(take_column(line));
  skip_columns(line, 2);
  const auto drops = number<std::uint32_t>(take_column(line));
  const auto inode = number<std::uint64_t>(take_column(line));
  if (!family || !port || !received || !sent || !drops || !inode) return false;
  Socket row = proc_net_row(file, netns, *inode);
  row.raw_protocol = *family;
  row.local_port = *port;
  row.state = State::unconnected;
  row.set_recv_memory(*received);
  row.set_send_memory(*sent);
  row.set_drops(*drops);
  row.text = add_text(part, netlink_family_name(*family));
  part.sockets.push_back(row);
  return true;
}

// Parses "ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS", of sctp/proc.c.
bool append_sctp_endpoint_line(std::string_view line, const ProcNetFile& file, NetnsId netns,
                               TablePart& part) {
  skip_columns(line, 3);
  const auto state = number<unsigned>(take_column(line));
  skip_columns(line, 1);
  const auto port = number<std::uint16_t>(take_column(line));
  const auto uid = number<std::uint32_t>(take_column(line));
  const auto inode = number<std::uint64_t>(take_column(line));
  if (!state || !port || !uid || !inode) return false;
  Socket row = proc_net_row(file, netns, *inode);
  set_local(row, take_sctp_addresses(line, {}));
  row.local_port = *port;
  row.state = stream_state(*state);
  row.uid = *uid;
  row.set_known(Known::uid);
  part.sockets.push_back(row);
  return true;
}

// Parses "ASSOC SOCK STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <->
// RADDRS HBINT …", of sctp/proc.c.
bool append_sctp_association_line(std::string_view line, const ProcNetFile& file, NetnsId netns,
                                  TablePart& part) {
  skip_columns(line, 4);
  const auto state = number<unsigned>(take_column(line));
  skip_columns(line, 2);
  const auto send_queue = number<std::uint32_t>(take_column(line));
  const auto recv_queue = number<std::uint32_t>(take_column(line));
  const auto uid = number<std::uint32_t>(take_column(line));
  const auto inode = number<std::uint64_t>(take_column(line));
  const auto local_port = number<std::uint16_t>(take_column(line));
  const auto remote_port = number<std::uint16_t>(take_column(line));
  if (!state || !send_queue || !recv_queue || !uid || !inode || !local_port || !remote_port)
    return false;
  Socket row = proc_net_row(file, netns, *inode);
  set_local(row, take_sctp_addresses(line, "<->"));
  if (const auto remote = take_sctp_addresses(line, {})) row.remote_address = remote->address;
  row.local_port = *local_port;
  row.remote_port = *remote_port;
  row.set(SocketFlag::connected);
  row.state = sctp_association_state(*state);
  row.set_send_memory(*send_queue);  // sndbuf_used and rmem_alloc: with overhead
  row.set_recv_memory(*recv_queue);
  row.uid = *uid;
  row.set_known(Known::uid);
  part.sockets.push_back(row);
  return true;
}

}  // namespace portexplorer
