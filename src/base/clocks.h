// The kernel's clocks, and how far they are apart.
#pragma once

#include <cstdint>
#include <ctime>

namespace portexplorer {

// clock_gettime(2), in nanoseconds.
[[nodiscard]] std::int64_t clock_ns(clockid_t);

// CLOCK_REALTIME less CLOCK_BOOTTIME, in nanoseconds: when the machine booted, as long as nobody
// sets the clock. Two programs get the same value, to the nanosecond, on a machine that has never
// been suspended; otherwise they may differ by some nanoseconds.
[[nodiscard]] std::int64_t realtime_less_boottime();

}  // namespace portexplorer
