#include "faces/export/json.h"

#include <gtest/gtest.h>

#include <string>

namespace portexplorer {
namespace {

std::string json(std::string_view text) {
  TextBuffer out;
  append_json_string(out, text);
  return std::string(out.view());
}

TEST(JsonString, KeepsValidText) {
  EXPECT_EQ(json("plain"), R"("plain")");
  EXPECT_EQ(json("dev-disk\\x2duuid"), R"("dev-disk\\x2duuid")");
  EXPECT_EQ(json("say \"hi\""), R"("say \"hi\"")");
  EXPECT_EQ(json("\xe4\xb8\xad"), "\"\xe4\xb8\xad\"");
  EXPECT_EQ(json("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\"");
}

TEST(JsonString, EscapesControlCharacters) {
  EXPECT_EQ(json("a\nb\x1b[2J\x7f"), R"("a\nb\u001b[2J\u007f")");
  EXPECT_EQ(json("\xc2\x9b"), R"("\u009b")");
  EXPECT_EQ(json("\xe2\x80\xae"), R"("\u202e")");
  EXPECT_EQ(json("\xf3\xa0\x80\x81"),
            R"("\udb40\udc01")");  // a tag character, outside the basic plane
  EXPECT_EQ(json(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonString, MarksTextThatIsNotUtf8WithoutLoss) {
  EXPECT_EQ(json("a\xff\\b"),
            "\"\xef\xbf\xbd"
            R"(a\\xff\\\\b")");
  EXPECT_EQ(json("\xef\xbf\xbdx"), "\"\xef\xbf\xbd\xef\xbf\xbdx\"");
}

}  // namespace
}  // namespace portexplorer
