#include "base/capabilities.h"

#include <gtest/gtest.h>
#include <linux/capability.h>

#include <fstream>
#include <string>

namespace portexplorer {
namespace {

constexpr std::uint64_t bit(unsigned number) { return std::uint64_t{1} << number; }

TEST(Capabilities, LoadingBpfRequiresBothOrTheOldOne) {
  EXPECT_FALSE(Capabilities(0).may_load_bpf());
  EXPECT_FALSE(Capabilities(bit(kCapBpf)).may_load_bpf());
  EXPECT_FALSE(Capabilities(bit(kCapPerfmon)).may_load_bpf());
  EXPECT_TRUE(Capabilities(bit(kCapBpf) | bit(kCapPerfmon)).may_load_bpf());
  EXPECT_TRUE(Capabilities(bit(CAP_SYS_ADMIN)).may_load_bpf());
}

TEST(Capabilities, EffectiveOnesAreThoseOfProcStatus) {
  std::ifstream status("/proc/thread-self/status");
  std::string line;
  while (std::getline(status, line) && !line.starts_with("CapEff:")) {
  }
  const std::uint64_t listed = std::stoull(line.substr(7), nullptr, 16);
  const Capabilities held = Capabilities::effective();
  for (unsigned number = 0; number < 64; ++number)
    EXPECT_EQ(held.has(number), (listed >> number & 1) != 0) << number;
}

}  // namespace
}  // namespace portexplorer
