// The records of the socket tracer, parsed and converted to rows.
#include <cstddef>
#include <cstdint>
#include <span>

#include "collect/ebpf/event_records.h"
#include "model/event_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portexplorer;
  EventParser parser({.ticks_per_second = 100, .boottime_offset_ns = 0});
  std::span<const std::byte> rest = std::as_bytes(std::span(data, size));
  std::uint64_t number = 1;
  while (!rest.empty()) {
    EventBatch batch;
    const auto used = parser.parse(rest, 1'700'000'000'000'000'000, 3, batch);
    for (const SocketEvent& e : batch.events) {
      if (e.process != kNoIndex && e.process >= batch.processes.size()) __builtin_trap();
      if (std::size_t{e.socket.text.offset} + e.socket.text.length > batch.text.size())
        __builtin_trap();
    }
    const std::size_t count = batch.events.size();
    const EventRows rows = make_event_rows(std::move(batch), number);
    if (rows.marks.size() != count || rows.snapshot->rows.size() != count) __builtin_trap();
    number += count;
    if (!used || *used == 0) break;
    if (*used > rest.size()) __builtin_trap();
    rest = rest.subspan(*used);
  }
  return 0;
}
