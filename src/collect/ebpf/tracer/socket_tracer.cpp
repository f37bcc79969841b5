#include "collect/ebpf/tracer/socket_tracer.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <iterator>

#include "base/clocks.h"
#include "collect/ebpf/event_records.h"
#include "collect/ebpf/record_rows.h"
#include "collect/ebpf/tracer/ring_drain.h"
#include "collect/ebpf/tracer/tracer_programs.h"

namespace portexplorer {
namespace {

// Atomic, because the programs add to it at the same time.
std::uint64_t counted(__u64& counter) {
  return std::atomic_ref(counter).load(std::memory_order_relaxed);
}

}  // namespace

struct SocketTracer::State {
  State(TracerPrograms loaded, std::unique_ptr<RingDrain> started)
      : programs(std::move(loaded)),
        drain(std::move(started)),
        boottime_offset_ns(programs.control().boottime_offset_ns),
        parser({::sysconf(_SC_CLK_TCK), boottime_offset_ns}),
        since(Timestamp{static_cast<std::int64_t>(programs.control().since_boottime_ns) +
                        realtime_offset()}) {}

  // The offset for the programs' clock, which is CLOCK_BOOTTIME of the initial time namespace. The
  // reader's own CLOCK_BOOTTIME is that of its time namespace.
  [[nodiscard]] std::int64_t realtime_offset() const {
    return realtime_less_boottime() + boottime_offset_ns;
  }

  std::uint64_t newly_counted(__u64& counter, std::uint64_t& before) const {
    const std::uint64_t now = counted(counter);
    return now - std::exchange(before, now);
  }

  Result<void> take(EventBatch& batch, std::size_t most) {
    batch.clear();
    if (piece == records.size() || most == SIZE_MAX) {
      const auto rest = records.begin() + static_cast<std::ptrdiff_t>(piece);
      RecordPieces waiting(std::make_move_iterator(rest), std::make_move_iterator(records.end()));
      records.resize(piece);
      piece = 0;
      batch.lost = drain->take(records);
      records.insert(records.begin(), std::make_move_iterator(waiting.begin()),
                     std::make_move_iterator(waiting.end()));
    }
    batch.lost += newly_counted(programs.control().lost, lost_before);
    batch.left_out = newly_counted(programs.control().left_out, left_out_before);
    auto parsed = parse_pieces(batch, most);
    if (!parsed) {
      piece = records.size();
      parsed_bytes = 0;
    }
    if (piece < records.size()) drain->wake();
    if (!std::ranges::is_sorted(batch.events, {}, &SocketEvent::time))
      std::ranges::stable_sort(batch.events, {}, &SocketEvent::time);
    return parsed;
  }

  Result<void> parse_pieces(EventBatch& batch, std::size_t most) {
    while (piece < records.size() && batch.events.size() < most) {
      const std::span<const std::byte> rest = std::span(records[piece]).subspan(parsed_bytes);
      TRY(taken, parser.parse(rest, realtime_offset(), most, batch));
      parsed_bytes += taken;
      if (taken < rest.size()) return {};
      ++piece;
      parsed_bytes = 0;
    }
    return {};
  }

  TracerPrograms programs;
  std::unique_ptr<RingDrain> drain;
  std::int64_t boottime_offset_ns;
  EventParser parser;
  Timestamp since;
  RecordPieces records;
  std::size_t piece = 0;         // index of the piece of `records` that is parsed next
  std::size_t parsed_bytes = 0;  // number of bytes of that piece that have been parsed
  std::uint64_t lost_before = 0;
  std::uint64_t left_out_before = 0;
};

SocketTracer::SocketTracer(std::unique_ptr<State> state) : state_(std::move(state)) {}
SocketTracer::~SocketTracer() = default;

Result<std::unique_ptr<SocketTracer>> SocketTracer::create(const TracerOptions& options) {
  TRY(programs, TracerPrograms::load(options));
  TRY(drain, RingDrain::start(programs.ring_fd(), options.waiting_bytes));
  return std::unique_ptr<SocketTracer>(
      new SocketTracer(std::make_unique<State>(std::move(programs), std::move(drain))));
}

Result<void> SocketTracer::take(EventBatch& batch, std::size_t most) {
  return state_->take(batch, most);
}
int SocketTracer::event_fd() const { return state_->drain->event_fd(); }

Result<void> SocketTracer::trace(const std::optional<TraceFilter>& filter) {
  pe_tracer_control& control = state_->programs.control();
  std::atomic_ref(control.tracing).store(0);
  ++control.trace_number;
  state_->programs.follow_splices(filter.has_value());
  if (!filter) return {};
  if (!state_->programs.sees_calls())
    return fail(ErrorKind::not_supported,
                "this kernel does not support tracing single sends and receives");
  control.trace_pid = filter->pid ? static_cast<__u32>(filter->pid->value()) : 0;
  control.trace_any_uid = filter->uid ? 0 : 1;
  control.trace_uid = filter->uid ? filter->uid->value() : 0;
  control.trace_port = filter->port.value_or(0);
  control.trace_protocols = wanted_bits(filter->protocols);
  control.max_rate = filter->max_rate;
  std::atomic_ref(control.tracing).store(1);
  return {};
}

TrafficCounter SocketTracer::traffic_counter() const { return state_->programs.traffic_counter(); }
bool SocketTracer::reads_in_place() const { return state_->programs.reads_in_place(); }
const Coverage& SocketTracer::coverage() const { return state_->programs.coverage(); }
Timestamp SocketTracer::since() const { return state_->since; }
TracerMaps SocketTracer::maps() const { return state_->programs.maps(); }

}  // namespace portexplorer
