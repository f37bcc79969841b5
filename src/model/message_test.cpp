#include "model/message.h"

#include <gtest/gtest.h>

#include "model/coverage.h"

namespace portexplorer {
namespace {

TEST(Message, InsertsArgumentsAtPlaceholders) {
  EXPECT_EQ(format_message({"Owners of {count} sockets are missing: {why}.",
                            {{"count", "14"}, {"why", "other users"}}}),
            "Owners of 14 sockets are missing: other users.");
  EXPECT_EQ(format_message({"no places", {}}), "no places");
  EXPECT_EQ(format_message({"", {}}), "");
}

TEST(Message, LeavesUnknownAndBrokenPlaceholdersUnchanged) {
  EXPECT_EQ(format_message({"a {b} c", {}}), "a {b} c");
  EXPECT_EQ(format_message({"a {b", {{"b", "x"}}}), "a {b");
  EXPECT_EQ(format_message({"a } {} b", {}}), "a } {} b");
}

TEST(Message, EscapesArgumentsAndIgnoresPlaceholdersInThem) {
  EXPECT_EQ(format_message({"process {name}", {{"name", "x\x1b[2J\n"}}}), "process x\\x1b[2J\\n");
  EXPECT_EQ(format_message({"{a}{b}", {{"a", "{b}"}, {"b", "1"}}}), "{b}1");
  // Nested texts are inserted unescaped; their arguments are escaped once.
  EXPECT_EQ(format_message({"It is {what}.", {}, {{"what", {"named {name}", {{"name", "\\"}}}}}}),
            "It is named \\\\.");
}

TEST(Coverage, HasOneGapPerId) {
  Coverage coverage;
  coverage.add({"a", {"first", {}}, {}, {}, true});
  coverage.add({"a", {"second", {}}, {}, {}, true});
  coverage.add({"b", {"third", {}}, {}, {}, true});
  ASSERT_EQ(coverage.gaps.size(), 2u);
  EXPECT_EQ(coverage.find("a")->what.text, "first");
  EXPECT_EQ(coverage.find("c"), nullptr);
}

}  // namespace
}  // namespace portexplorer
