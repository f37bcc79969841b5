#include "collect/ebpf/event_records.h"

#include <algorithm>
#include <cstring>

#include "collect/ebpf/peer_records.h"
#include "collect/ebpf/record_bytes.h"
#include "collect/ebpf/record_rows.h"
#include "model/peer_order.h"

namespace portexplorer {
namespace {

tl::unexpected<Error> bad_ring(const char* what) {
  return fail(ErrorKind::malformed, std::string("the BPF ring buffer ") + what);
}

std::string comm_of(const pe_actor& actor) {
  const char* end = std::find(actor.comm, actor.comm + sizeof actor.comm, '\0');
  return {actor.comm, end};
}

// Copies the counters of the BPF programs, for protocols that the kernel does not count.
void fill_traffic(const pe_event_record& wire, Socket& row) {
  row.sent_bytes = wire.counters.sent_bytes;
  row.received_bytes = wire.counters.received_bytes;
  row.sent_packets = wire.counters.sent_segments;
  row.received_packets = wire.counters.received_segments;
  row.set_known(Known::bytes);
  row.set_known(Known::packets);
  if ((wire.flags & PE_LIFETIME) != 0) row.set_known(Known::lifetime);
}

// Unsigned arithmetic wraps, which is defined: the values are not trusted.
Timestamp realtime_of(std::uint64_t boottime_ns, std::int64_t realtime_offset_ns) {
  return Timestamp{
      static_cast<std::int64_t>(boottime_ns + static_cast<std::uint64_t>(realtime_offset_ns))};
}

void fill_socket(const pe_event_record& wire, std::int64_t realtime_offset_ns, Socket& row) {
  const bool counts_itself = (wire.socket.flags & PE_COUNTERS) != 0;
  fill_row(wire.socket, counts_itself ? &wire.counters : nullptr, row);
  if (!counts_itself && (wire.flags & PE_COUNTED) != 0) fill_traffic(wire, row);
  if ((wire.flags & (PE_CALL_PEER | PE_LAST_PEER)) != 0 && row.state != State::established)
    row.clear(SocketFlag::connected);
  if ((wire.flags & PE_LAST_PEER) != 0) row.set(SocketFlag::last_peer);
  if (wire.created_boottime_ns == 0) return;
  row.created_at = realtime_of(wire.created_boottime_ns, realtime_offset_ns);
  row.set_known(Known::created_at);
}

// connect() makes it an active open even if nothing could be sent. accept() returns a connection
// that the remote end opened.
void set_opener(SocketEvent& event) {
  Socket& s = event.socket;
  if (s.protocol != Protocol::tcp && s.protocol != Protocol::mptcp) return;
  if (event.action != Action::connect && event.action != Action::accept) return;
  s.clear(SocketFlag::active_open);
  s.clear(SocketFlag::passive_open);
  s.set(event.action == Action::connect ? SocketFlag::active_open : SocketFlag::passive_open);
}

bool has_connection_states(Protocol p) {
  return p == Protocol::tcp || p == Protocol::mptcp || p == Protocol::sctp || p == Protocol::dccp;
}

}  // namespace

ProcessNameCache::Names* ProcessNameCache::lookup(const Key& key) {
  if (const auto it = recent_.find(key); it != recent_.end()) return &it->second;
  const auto it = older_.find(key);
  if (it == older_.end()) return nullptr;
  auto& moved = recent_[key] = std::move(it->second);
  older_.erase(it);
  return &moved;
}

bool ProcessNameCache::learn(const pe_actor& actor, std::string_view name, bool forked) {
  const Key key{actor.tgid, actor.start_boottime_ns};
  if (Names* known = lookup(key)) {
    known->comm = comm_of(actor);
    known->name = name;
    known->forked = forked;
    return false;
  }
  if (recent_.size() >= size_) {
    older_ = std::move(recent_);
    recent_.clear();
  }
  recent_[key] = {comm_of(actor), std::string(name), forked};
  return true;
}

const ProcessNameCache::Names* ProcessNameCache::find(const pe_actor& actor) {
  const Names* known = lookup({actor.tgid, actor.start_boottime_ns});
  return known != nullptr && known->comm == comm_of(actor) ? known : nullptr;
}

Result<std::size_t> EventParser::parse(Record records, std::int64_t realtime_offset_ns,
                                       std::size_t most, EventBatch& batch) {
  const std::size_t sorted_peers = batch.peers.size();
  auto taken = parse_records(records, realtime_offset_ns, most, batch);
  sort_peers(batch.peers, sorted_peers);
  return taken;
}

Result<std::size_t> EventParser::parse_records(Record records, std::int64_t realtime_offset_ns,
                                               std::size_t most, EventBatch& batch) {
  if (batch.processes.empty()) {
    indices_.clear();
    recent_actors_ = {};
  }
  // Most records are events with a short name.
  batch.events.reserve(
      batch.events.size() +
      std::min(most, records.size() / (sizeof(pe_event_record) + PE_SHORT_NAME_BYTES)));
  std::size_t taken = 0;
  while (taken < records.size() && batch.events.size() < most) {
    const Record rest = records.subspan(taken);
    if (rest.size() < sizeof(pe_prefix)) return bad_ring("ends within a record");
    const auto prefix = copied<pe_prefix>(rest);
    if (prefix.length < sizeof(pe_prefix) || prefix.length % 8 != 0)
      return bad_ring("contains a record with an invalid length");
    if (prefix.length > rest.size()) return bad_ring("ends within a record");
    if (prefix.kind == PE_PROGRAM) TRY_VOID(learn_program(rest.first(prefix.length)));
    if (prefix.kind == PE_PEERS_OF) TRY_VOID(learn_peers(rest.first(prefix.length)));
    if (prefix.kind == PE_STATE)
      TRY_VOID(append(rest.first(prefix.length), realtime_offset_ns, batch));
    taken += prefix.length;
  }
  return taken;
}

Result<void> EventParser::learn_program(Record record) {
  if (record.size() < sizeof(pe_program_record))
    return bad_ring("contains a program name record that is too short");
  const auto wire = copied<pe_program_record>(record);
  if (wire.version != PE_EVENT_VERSION) return bad_ring("has an unsupported version");
  const Record rest = record.subspan(sizeof wire);
  if (wire.name_bytes > rest.size()) return bad_ring("contains a name that exceeds its record");
  names_.learn(wire.actor, {reinterpret_cast<const char*>(rest.data()), wire.name_bytes},
               (wire.flags & PE_FORKED) != 0);
  recent_actors_ = {};
  return {};
}

// The record precedes the close event of its socket, which may be in the next piece of the ring.
Result<void> EventParser::learn_peers(Record record) {
  constexpr std::size_t kMostAwaited = 1024;
  if (record.size() < PE_ONE_PEER_BYTES)
    return bad_ring("contains a list of peers that is too short");
  pe_peers_record wire{};
  std::memcpy(&wire, record.data(), std::min(record.size(), sizeof wire));
  if (wire.version != PE_EVENT_VERSION) return bad_ring("has an unsupported version");
  if (peers_.size() >= kMostAwaited) peers_.clear();
  wire.peers.begun = wire.peers.written;  // complete: the socket is closed, so nothing writes it
  PeerSet set = peers_of_record(wire.peers);
  peers_.insert_or_assign(set.cookie, std::move(set));
  return {};
}

Result<void> EventParser::append(Record record, std::int64_t realtime_offset_ns,
                                 EventBatch& batch) {
  if (record.size() < sizeof(pe_event_record))
    return bad_ring("contains an event that is too short");
  const auto wire = copied<pe_event_record>(record);
  if (wire.version != PE_EVENT_VERSION) return bad_ring("has an unsupported version");
  if (wire.action >= PE_ACTIONS) return bad_ring("contains an unknown event");
  const Record rest = record.subspan(sizeof wire);
  if (wire.name_bytes > rest.size()) return bad_ring("contains a name that exceeds its event");
  if (batch.events.size() >= kNoIndex) return bad_ring("contains too many events");
  SocketEvent& event = batch.events.emplace_back();
  event.time = realtime_of(wire.boottime_ns, realtime_offset_ns);
  event.action = static_cast<Action>(wire.action);
  event.bytes = wire.bytes;
  event.error = wire.error;
  event.error_known = (wire.flags & PE_ERROR_KNOWN) != 0;
  event.bytes_known = (wire.flags & PE_BYTES_UNKNOWN) == 0;
  fill_socket(wire, realtime_offset_ns, event.socket);
  set_opener(event);
  // The release of an MPTCP or SCTP socket is reported before the kernel changes its state.
  if (event.action == Action::close && has_connection_states(event.socket.protocol))
    event.socket.state = State::closed;
  if (event.action == Action::close && !peers_.empty()) {
    if (auto found = peers_.extract(event.socket.cookie))
      batch.peers.push_back(std::move(found.mapped()));
  }
  if (wire.actor.tgid == 0) return {};
  const std::string_view name(reinterpret_cast<const char*>(rest.data()), wire.name_bytes);
  RecentActor& recent = recent_actors_[wire.actor.tgid % recent_actors_.size()];
  const bool forked = (wire.flags & PE_FORKED) != 0;
  if (!recent.is(wire.actor, name, forked)) {
    // Adding a process may evict others, so their cached indexes may be stale.
    if (!name.empty() && names_.learn(wire.actor, name, forked)) recent_actors_ = {};
    recent = {wire.actor, std::string(name), forked,
              process_index(wire.actor, realtime_offset_ns, batch)};
  }
  event.process = event.socket.process = recent.index;
  return {};
}

bool EventParser::RecentActor::is(const pe_actor& other, std::string_view other_name,
                                  bool other_forked) const {
  if (index == kNoIndex || std::memcmp(&actor, &other, sizeof actor) != 0) return false;
  return other_name.empty() || (other_name == name && other_forked == forked);
}

std::uint32_t EventParser::process_index(const pe_actor& actor, std::int64_t realtime_offset_ns,
                                         EventBatch& batch) {
  std::string comm = comm_of(actor);
  const ProcessNameCache::Names* names = names_.find(actor);
  std::string known = names == nullptr || names->name.empty() ? comm : names->name;
  const auto next = static_cast<std::uint32_t>(batch.processes.size());
  const auto [place, is_new] =
      indices_.try_emplace({actor.tgid, actor.start_boottime_ns, comm, known}, next);
  if (!is_new) return place->second;
  Process& process = batch.processes.emplace_back();
  process.pid = Pid{static_cast<std::int32_t>(actor.pid)};
  const std::uint64_t ns_per_tick =
      static_cast<std::uint64_t>(kNanosecondsPerSecond) /
      static_cast<std::uint64_t>(std::max(clock_.ticks_per_second, 1L));
  process.start_ticks =
      (actor.start_boottime_ns + static_cast<std::uint64_t>(clock_.boottime_offset_ns)) /
      ns_per_tick;
  // Matches /proc: the clock tick in which the process started, displayed in hundredths of a
  // second.
  const Timestamp tick = realtime_of(process.start_ticks * ns_per_tick,
                                     realtime_offset_ns - clock_.boottime_offset_ns);
  process.started_at = Timestamp{tick.value() - tick.value() % (kNanosecondsPerSecond / 100)};
  process.parent = Pid{static_cast<std::int32_t>(actor.parent)};
  process.uid = Uid{actor.uid};
  process.forked = names != nullptr && names->forked;
  process.comm = std::move(comm);
  process.name = process.program = std::move(known);
  return next;
}

}  // namespace portexplorer
