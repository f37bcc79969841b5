#include "base/clocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

namespace portexplorer {
namespace {

// Values derived from it must not differ between runs.
TEST(Clocks, TheBootTimeDoesNotVary) {
  std::int64_t least = realtime_less_boottime();
  std::int64_t most = least;
  for (int i = 0; i < 2'000; ++i) {
    const std::int64_t again = realtime_less_boottime();
    least = std::min(least, again);
    most = std::max(most, again);
  }
  const bool never_suspended = clock_ns(CLOCK_BOOTTIME) - clock_ns(CLOCK_MONOTONIC) < 1'000'000;
  if (never_suspended) EXPECT_EQ(least, most);
  else EXPECT_LT(most - least, 1'000'000);
}

TEST(Clocks, TheBootTimeAgreesWithBothClocks) {
  // The clocks are read in both orders, so the true value lies between the two results.
  const std::int64_t realtime = clock_ns(CLOCK_REALTIME);
  const std::int64_t least = realtime - clock_ns(CLOCK_BOOTTIME);
  const std::int64_t boottime = clock_ns(CLOCK_BOOTTIME);
  const std::int64_t most = clock_ns(CLOCK_REALTIME) - boottime;
  constexpr std::int64_t kRounding = 2'000;
  EXPECT_GE(realtime_less_boottime(), least - kRounding);
  EXPECT_LE(realtime_less_boottime(), most + kRounding);
}

}  // namespace
}  // namespace portexplorer
