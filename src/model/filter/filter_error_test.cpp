#include "model/filter/filter_error.h"

#include <gmock/gmock.h>

#include <string>

namespace portexplorer::filter {
namespace {

TEST(FilterErrorText, ShowsTheCaretUnderTheMistake) {
  EXPECT_EQ(format_filter_error("ssh prcess:x", {4, 6, "No."}), "ssh prcess:x\n    ^^^^^^\nNo.");
  EXPECT_EQ(format_filter_error("ssh and", {7, 0, "No."}), "ssh and\n       ^\nNo.");
  EXPECT_EQ(format_filter_error("", {0, 0, "No."}), "\n^\nNo.");
  EXPECT_EQ(format_filter_error("abc", {99, 99, "No."}), "abc\n   ^\nNo.");
}

TEST(FilterErrorText, CountsColumnsNotBytes) {
  EXPECT_EQ(format_filter_error("é漢 x", {6, 1, "No."}), "é漢 x\n    ^\nNo.");
  EXPECT_EQ(format_filter_error("a\x1b[31m x:y", {7, 1, "No."}),
            "a\\x1b[31m x:y\n          ^\nNo.");
}

TEST(FilterErrorText, FitsOnOneLineWithThePosition) {
  EXPECT_EQ(filter_error_line("ssh prcess:x", {4, 6, "No."}), "\"ssh prcess:x\", character 5: No.");
  EXPECT_EQ(filter_error_line("é漢 x", {6, 1, "No."}), "\"é漢 x\", character 4: No.");
  EXPECT_EQ(filter_error_line("a\nb", {99, 1, "\x1b]0;a"}), "\"a\\nb\", character 4: \\x1b]0;a");
  EXPECT_EQ(filter_error_line(std::string(100, 'a'), {80, 1, "No."}),
            "\"" + std::string(59, 'a') + "…\", character 81: No.");
}

TEST(FilterErrorText, EscapesTheMessage) {
  EXPECT_EQ(format_filter_error("x", {0, 1, "\x1b]0;a"}), "x\n^\n\\x1b]0;a");
}

TEST(FilterErrorText, CutsLongTextAroundTheMistake) {
  const std::string text = std::string(500, 'a') + " bad " + std::string(500, 'c');
  const std::string shown = format_filter_error(text, {501, 3, "No."});
  const std::string expected = "…" + std::string(38, 'a') + " bad " + std::string(34, 'c') + "…\n" +
                               std::string(40, ' ') + "^^^\nNo.";
  EXPECT_EQ(shown, expected);
}

}  // namespace
}  // namespace portexplorer::filter
