#include "base/escape.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

TEST(Escape, LeavesPlainTextAlone) {
  EXPECT_EQ(escaped("sshd: alice [priv]"), "sshd: alice [priv]");
  EXPECT_EQ(escaped("größe 日本 🦊"), "größe 日本 🦊");
  EXPECT_EQ(escaped(""), "");
}

TEST(Escape, MakesControlCharactersVisible) {
  EXPECT_EQ(escaped("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(escaped("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m");
  EXPECT_EQ(escaped(std::string_view("\0x\x7f", 3)), "\\x00x\\x7f");
  EXPECT_EQ(escaped("\xc2\x9b"
                    "2J"),
            "\\u{009b}2J")
      << "C1: a one-character CSI";
  EXPECT_EQ(escaped("back\\slash"), "back\\\\slash");
}

TEST(Escape, MakesDirectionAndLineSeparatorsVisible) {
  EXPECT_EQ(escaped("exe\u202Etxt.bat"), "exe\\u{202e}txt.bat");
  EXPECT_EQ(escaped("a\u2028b\u2066c\u200Fd\uFEFFe"), "a\\u{2028}b\\u{2066}c\\u{200f}d\\u{feff}e");
  EXPECT_EQ(escaped("\U000E0041"), "\\u{e0041}");
}

TEST(Escape, ShowsInvalidUtf8AsBytes) {
  EXPECT_EQ(escaped("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(escaped("\xc3"), "\\xc3") << "cut in mid-character";
  EXPECT_EQ(escaped("\xc0\xaf"), "\\xc0\\xaf") << "overlong";
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
  EXPECT_EQ(escaped("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "past U+10FFFF";
}

TEST(Escape, EveryTwoByteInputIsHarmless) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string text{static_cast<char>(a), static_cast<char>(b)};
      for (const char c : escaped(text)) {
        EXPECT_FALSE((static_cast<unsigned char>(c) < 0x20) || c == 0x7f) << a << ' ' << b;
      }
    }
  }
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("日本"), 4);
  EXPECT_EQ(display_width("e\u0301"), 1);
  EXPECT_EQ(display_width("–"), 1);
  EXPECT_EQ(display_width("🦊"), 2);
}

TEST(PrefixOfWidth, CutsBetweenCharacters) {
  EXPECT_EQ(prefix_of_width("abcdef", 3), "abc");
  EXPECT_EQ(prefix_of_width("日本", 3), "日");
  EXPECT_EQ(prefix_of_width("äöü", 2), "äö");
  EXPECT_EQ(prefix_of_width("ab", 9), "ab");
}

}  // namespace
}  // namespace portexplorer
