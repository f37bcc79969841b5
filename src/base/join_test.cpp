#include "base/join.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portexplorer {
namespace {

TEST(Joined, PutsTheSeparatorBetweenItemsOnly) {
  EXPECT_EQ(joined(std::vector<std::string>{}), "");
  EXPECT_EQ(joined(std::vector<std::string>{"tcp"}), "tcp");
  EXPECT_EQ(joined(std::vector<std::string_view>{"tcp", "udp"}), "tcp, udp");
  EXPECT_EQ(joined(std::vector<std::string>{"", "", "a"}, "-"), "--a") << "empty items count";
}

}  // namespace
}  // namespace portexplorer
