#include "base/clocks.h"

#include <cstdlib>
#include <ctime>
#include <limits>

namespace portexplorer {
std::int64_t clock_ns(clockid_t clock) {
  timespec t{};
  ::clock_gettime(clock, &t);
  return static_cast<std::int64_t>(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

namespace {

// The coarse clocks advance only at kernel ticks. If the first clock has not moved while the second
// was read, both values belong to the same tick and their difference is exact. It changes only when
// the clock is set.
std::int64_t realtime_less_monotonic() {
  // A tick may fall between two readings, but not a hundred times in a row.
  constexpr int kTries = 100;
  std::int64_t distance = 0;
  for (int i = 0; i < kTries; ++i) {
    const std::int64_t before = clock_ns(CLOCK_MONOTONIC_COARSE);
    distance = clock_ns(CLOCK_REALTIME_COARSE) - before;
    if (clock_ns(CLOCK_MONOTONIC_COARSE) == before) break;
  }
  return distance;
}

// Returns how long the machine was suspended, plus the difference of the offsets that its time
// namespace adds to both clocks. BOOTTIME has no coarse clock, so the closest of several pairs is
// used. A difference smaller than the cost of reading a clock counts as 0.
std::int64_t boottime_less_monotonic() {
  constexpr int kTries = 5;
  constexpr std::int64_t kReading = 2'000;
  std::int64_t distance = 0;
  std::int64_t closest = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < kTries; ++i) {
    const std::int64_t before = clock_ns(CLOCK_MONOTONIC);
    const std::int64_t boottime = clock_ns(CLOCK_BOOTTIME);
    const std::int64_t apart = clock_ns(CLOCK_MONOTONIC) - before;
    if (apart >= closest) continue;
    closest = apart;
    distance = boottime - before - apart / 2;
  }
  const std::int64_t whole_seconds =
      (distance + (distance < 0 ? -500'000'000 : 500'000'000)) / 1'000'000'000 * 1'000'000'000;
  return std::llabs(distance - whole_seconds) < kReading + closest ? whole_seconds : distance;
}

}  // namespace

std::int64_t realtime_less_boottime() {
  return realtime_less_monotonic() - boottime_less_monotonic();
}

}  // namespace portexplorer
