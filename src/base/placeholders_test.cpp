#include "base/placeholders.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

std::string filled(std::string_view text) {
  return fill_placeholders(text, [](std::string& out, std::string_view name) {
    if (name == "1") out += "one";
    else if (name == "brace") out += "{1}";
    else return false;
    return true;
  });
}

TEST(Placeholders, AreReplacedByTheirValues) {
  EXPECT_EQ(filled("a {1} b {1}"), "a one b one");
  EXPECT_EQ(filled("{1}"), "one");
  EXPECT_EQ(filled("none"), "none");
}

TEST(Placeholders, StayWithoutAValue) {
  EXPECT_EQ(filled("{2} {} {1}"), "{2} {} one");
  EXPECT_EQ(filled("{1"), "{1");
  EXPECT_EQ(filled("1}"), "1}");
}

TEST(Placeholders, ValuesAreNotSearched) { EXPECT_EQ(filled("{brace}"), "{1}"); }

}  // namespace
}  // namespace portexplorer
