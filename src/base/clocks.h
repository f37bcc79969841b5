// How far the kernel's clocks are apart.
#pragma once

#include <cstdint>

namespace portexplorer {

// CLOCK_REALTIME less CLOCK_BOOTTIME, in nanoseconds: when the machine booted, as long as nobody
// sets the clock. Two programs get the same value, to the nanosecond, on a machine that has never
// been suspended; otherwise they may differ by some nanoseconds.
[[nodiscard]] std::int64_t realtime_less_boottime();

}  // namespace portexplorer
