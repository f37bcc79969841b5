#include "collect/ebpf/record_parser.h"

#include <sys/socket.h>

#include <algorithm>
#include <limits>

#include "base/memory_release.h"
#include "bpf/records.h"
#include "collect/ebpf/record_bytes.h"
#include "collect/ebpf/record_rows.h"
#include "collect/netlink/rows.h"
#include "model/types.h"

namespace portexplorer {
namespace {

tl::unexpected<Error> bad_stream(const char* what) {
  return fail(ErrorKind::malformed, std::string("the stream of a BPF iterator ") + what);
}

TextRef append_text(std::string& arena, std::string_view text) {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (text.empty() || arena.size() > kMost - text.size()) return {};
  const TextRef reference{static_cast<std::uint32_t>(arena.size()),
                          static_cast<std::uint32_t>(text.size())};
  arena += text;
  return reference;
}

std::string_view text_of(Record bytes, std::size_t length) {
  return {reinterpret_cast<const char*>(bytes.data()), length};
}

// Returns true for a kernel socket: it has an inode, but no file. A process gets the file together
// with the socket, before it can bind or connect it. Unix sockets are in their table before that
// and are therefore excluded.
bool is_of_kernel(const pe_socket_record& without_fd) {
  return without_fd.inode != 0 && (without_fd.flags & (PE_HAS_FILE | PE_SUBFLOW)) == 0 &&
         without_fd.protocol != PE_UNIX;
}

}  // namespace

namespace {

template <typename... Containers>
void drop_if_oversized(Containers&... containers) {
  (..., (is_oversized(containers) ? Containers().swap(containers) : void()));
}

}  // namespace

void ReaderPart::drop_oversized() {
  drop_if_oversized(sockets, holders, processes, claims, queued, without_fd, not_established, text);
}

void ReaderPart::clear() {
  sockets.clear();
  holders.clear();
  processes.clear();
  claims.clear();
  queued.clear();
  without_fd.clear();
  held_tcp.clear();
  rings.clear();
  not_established.clear();
  unsummed = false;
  bound_tcp = false;
  text.clear();
}

HeldTcp& ReaderPart::held_tcp_of(NetnsId netns) {
  if (!held_tcp.empty() && held_tcp.back().netns == netns) return held_tcp.back();
  const auto it = std::ranges::find(held_tcp, netns, &HeldTcp::netns);
  if (it == held_tcp.end()) return held_tcp.emplace_back(HeldTcp{netns});
  std::swap(*it, held_tcp.back());  // the next socket probably belongs to the same namespace
  return held_tcp.back();
}

RecordParser::RecordParser(ReaderPart& part, long clock_ticks)
    : part_(part),
      ns_per_tick_(static_cast<std::uint64_t>(kNanosecondsPerSecond) /
                   static_cast<std::uint64_t>(std::max(clock_ticks, 1L))) {}

Result<void> RecordParser::parse(Record bytes) {
  while (!bytes.empty()) {
    if (bytes.size() < sizeof(pe_prefix)) return bad_stream("ends within a record");
    const auto prefix = copied<pe_prefix>(bytes);
    if (prefix.length < sizeof(pe_prefix) || prefix.length % 8 != 0)
      return bad_stream("contains a record with an invalid length");
    if (prefix.length > bytes.size()) return bad_stream("ends within a record");
    TRY_VOID(take(prefix.kind, bytes.first(prefix.length)));
    bytes = bytes.subspan(prefix.length);
  }
  return {};
}

Result<void> RecordParser::take(unsigned kind, Record record) {
  if (kind == PE_HEADER) return take_header(record);
  if (!begun_) return bad_stream("does not start with a header");
  if (kind == PE_SOCKET) return take_socket(record);
  if (kind == PE_PROCESS) return take_process(record);
  if (kind == PE_QUEUED) return take_queued(record);
  if (kind == PE_RING) return take_ring(record);
  return {};
}

Result<void> RecordParser::take_header(Record record) {
  if (record.size() < sizeof(pe_header_record)) return bad_stream("has a header that is too short");
  const auto header = copied<pe_header_record>(record);
  if (header.magic != PE_RECORDS_MAGIC) return bad_stream("has an unknown header");
  if (header.version != PE_RECORDS_VERSION || header.socket_bytes != sizeof(pe_socket_record))
    return bad_stream("has an unsupported version");
  boottime_offset_ns_ = header.boottime_offset_ns;
  filters_by_pid_ = (header.features & PE_FILTERS_BY_PID) != 0;
  begun_ = true;
  return {};
}

std::uint64_t RecordParser::ticks(std::uint64_t start_boottime_ns) const {
  return (start_boottime_ns + static_cast<std::uint64_t>(boottime_offset_ns_)) / ns_per_tick_;
}

Result<void> RecordParser::take_process(Record record) {
  if (record.size() < sizeof(pe_process_record))
    return bad_stream("contains a process that is too short");
  const auto wire = copied<pe_process_record>(record);
  ReaderProcess& process = part_.processes.emplace_back();
  process.pid = Pid{static_cast<std::int32_t>(wire.pid)};
  process.key = {wire.tgid, wire.start_boottime_ns};
  process.start_ticks = ticks(wire.start_boottime_ns);
  process.parent = Pid{static_cast<std::int32_t>(wire.parent)};
  process.uid = wire.uid;
  process.fd_capacity = wire.fd_capacity;
  process.netns = NetnsId{wire.netns};
  std::copy_n(wire.comm, process.comm.size() - 1, process.comm.begin());
  return {};
}

Result<void> RecordParser::take_queued(Record record) {
  if (record.size() < sizeof(pe_queued_record))
    return bad_stream("contains a queue entry that is too short");
  const auto wire = copied<pe_queued_record>(record);
  part_.queued.push_back({NetnsId{wire.netns}, Cookie{wire.listener_cookie}, Cookie{wire.cookie}});
  return {};
}

Result<void> RecordParser::take_ring(Record record) {
  if (record.size() < sizeof(pe_ring_record))
    return bad_stream("contains an io_uring that is too short");
  const auto wire = copied<pe_ring_record>(record);
  part_.rings.push_back({{wire.tgid, wire.start_boottime_ns}, wire.fd});
  return {};
}

Result<void> RecordParser::take_socket(Record record) {
  if (record.size() < sizeof(pe_socket_record))
    return bad_stream("contains a socket that is too short");
  if (part_.sockets.size() >= kNoIndex) return bad_stream("contains too many sockets");
  const auto wire = copied<pe_socket_record>(record);
  const Record rest = record.subspan(sizeof wire);
  const bool has_counters = (wire.flags & PE_COUNTERS) != 0;
  const bool has_name = (wire.flags & PE_NAME) != 0;
  if (has_counters && rest.size() < sizeof(pe_counters))
    return bad_stream("contains a socket without its counters");
  if (has_name && (has_counters || rest.size() < wire.name_bytes))
    return bad_stream("contains a socket without its name");
  Socket& row = part_.sockets.emplace_back();
  if (has_counters) {
    const auto counters = copied<pe_counters>(rest);
    fill_row(wire, &counters, row);
  } else {
    fill_row(wire, nullptr, row);
  }
  if (row.protocol == Protocol::unix_domain && row.raw_protocol != SOCK_DGRAM &&
      !row.known(Known::recv_queue))
    part_.unsummed = true;
  if (row.protocol == Protocol::netlink)
    row.text = append_text(part_.text, netlink_family_name(row.raw_protocol));
  if (has_name) row.text = append_text(part_.text, unix_name(text_of(rest, wire.name_bytes), row));
  add_holder(wire);
  return {};
}

void RecordParser::add_holder(const pe_socket_record& wire) {
  const auto index = static_cast<std::uint32_t>(part_.sockets.size() - 1);
  if ((wire.flags & PE_HELD) == 0) {
    if (is_of_kernel(wire)) part_.sockets[index].set(SocketFlag::of_kernel);
    part_.without_fd.push_back(
        {index, Cookie{wire.listener_cookie}, (wire.flags & PE_HAS_FILE) != 0});
    if ((wire.flags & PE_REQUESTS) != 0)
      part_.held_tcp_of(part_.sockets[index].netns).requests = true;
    return;
  }
  // The fds of a process are consecutive.
  const ProcessKey key{wire.tgid, wire.start_boottime_ns};
  if (part_.holders.empty() || part_.holders.back() != key) part_.holders.push_back(key);
  part_.sockets[index].process = static_cast<std::uint32_t>(part_.holders.size() - 1);
  const bool claimed = (wire.flags & (PE_SHARED | PE_SEEN)) != 0;
  if (claimed) part_.claims.push_back({index, wire.fd, (wire.flags & PE_SEEN) != 0});
  count_tcp(part_.sockets[index], wire.flags);
}

void RecordParser::count_tcp(const Socket& row, unsigned flags) {
  if (row.protocol == Protocol::mptcp) part_.held_tcp_of(row.netns).mptcp = true;
  if (row.protocol != Protocol::tcp) return;
  if (row.state != State::established) part_.not_established.push_back(row.inode);
  if (row.state == State::closed && row.local_port != 0) part_.bound_tcp = true;
  HeldTcp& held = part_.held_tcp_of(row.netns);
  held.requests = held.requests || (flags & PE_REQUESTS) != 0;
  if ((flags & (PE_SHARED | PE_SEEN)) != 0) return;  // counted from ReaderPart::claims
  if (row.state != State::closed) ++held.hashed;
  if (row.state == State::established) ++held.established;
  else if (row.state == State::close_wait) ++held.close_wait;
}

}  // namespace portexplorer
