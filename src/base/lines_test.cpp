#include "base/lines.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

TEST(Lines, AreRemovedOneByOne) {
  std::string_view text = "one\r\n\ntwo";
  EXPECT_EQ(take_line(text), "one");
  EXPECT_EQ(take_line(text), "");
  EXPECT_EQ(take_line(text), "two");
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(take_line(text), "");
}

TEST(Lines, AreTrimmed) {
  EXPECT_EQ(trimmed(" \ta b\r\f"), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace portexplorer
