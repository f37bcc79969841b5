// Reads the kernel's clocks, and determines the offset between them.
#pragma once

#include <cstdint>
#include <ctime>

namespace portexplorer {

// Returns the result of clock_gettime(2) in nanoseconds.
[[nodiscard]] std::int64_t clock_ns(clockid_t);

// Returns CLOCK_REALTIME minus CLOCK_BOOTTIME, in nanoseconds: the boot time, provided that the
// clock is not set. Two programs get the same value, to the nanosecond, on a machine that has never
// been suspended; otherwise the values may differ by a few nanoseconds. Any thread.
[[nodiscard]] std::int64_t realtime_less_boottime();

}  // namespace portexplorer
