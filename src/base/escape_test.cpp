#include "base/escape.h"

#include <gtest/gtest.h>

#include <locale.h>
#include <utf8proc.h>

#include <clocale>
#include <cwchar>
#include <ios>
#include <string>

namespace portexplorer {
namespace {

TEST(Escape, LeavesPlainTextUnchanged) {
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

std::string utf8_of(int c) {
  std::string text;
  if (c < 0x800) return {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
  if (c >= 0x10000) {
    text += static_cast<char>(0xF0 | (c >> 18));
    text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | (c >> 12));
  }
  text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
  text += static_cast<char>(0x80 | (c & 0x3F));
  return text;
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("日本"), 4);
  EXPECT_EQ(display_width("e\u0301"), 1);
  EXPECT_EQ(display_width("–"), 1);
  EXPECT_EQ(display_width("🦊"), 2);
}

TEST(DisplayWidth, CombiningMarksTakeNoColumn) {
  EXPECT_EQ(display_width("สวัสดี"), 4);    // Thai: two of six are vowels above
  EXPECT_EQ(display_width("ສະບາຍດີ"), 6);  // Lao: one vowel above
  EXPECT_EQ(display_width("हिन्दी"), 5);   // Devanagari: the virama takes none, a spacing vowel one
  EXPECT_EQ(display_width("ភាសាខ្មែរ"), 8);  // Khmer: the sign that joins consonants takes none
  EXPECT_EQ(display_width("עִבְרִית"), 5);     // Hebrew points
  EXPECT_EQ(display_width("العَرَبِيّة"), 7);   // Arabic points
  EXPECT_EQ(display_width("\u1112\u1161\u11AB"), 2) << "a syllable of Hangul in three parts";
  EXPECT_EQ(display_width("\u0600"), 1) << "visible, though a format character";
  EXPECT_EQ(display_width("\u0378"), 1) << "not assigned: shown as a box";
}

// The C library's table has the same data, possibly from another version of Unicode. Code points
// that one of the two does not define are not compared, nor are the fillers of Hangul, on which C
// libraries differ.
TEST(DisplayWidth, AgreesWithTheCLibraryOnMarks) {
  const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  ASSERT_NE(utf8, nullptr);
  const locale_t before = ::uselocale(utf8);
  int marks = 0;
  for (int c = 0x300; c < 0x20000; ++c) {
    if ((c >= 0xD800 && c <= 0xDFFF) || ::wcwidth(static_cast<wchar_t>(c)) != 0) continue;
    if (c == 0x3164 || c == 0xFFA0 || ::utf8proc_category(c) == UTF8PROC_CATEGORY_CN) continue;
    if (c >= 0x200B && c <= 0x206F)
      continue;  // spaces and bidirectional controls: escaped before they are counted
    ++marks;
    EXPECT_EQ(display_width(utf8_of(c)), 0) << std::hex << c;
  }
  ::uselocale(before);
  ::freelocale(utf8);
  EXPECT_GT(marks, 1500);
}

TEST(PrefixOfWidth, CutsBetweenCharacters) {
  EXPECT_EQ(prefix_of_width("abcdef", 3), "abc");
  EXPECT_EQ(prefix_of_width("日本", 3), "日");
  EXPECT_EQ(prefix_of_width("äöü", 2), "äö");
  EXPECT_EQ(prefix_of_width("ab", 9), "ab");
}

}  // namespace
}  // namespace portexplorer
