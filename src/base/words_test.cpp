#include "base/words.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

class Turned final : public Words {
 public:
  std::string translated(std::string_view source) const override {
    return source == "{1} of {2}" ? "{2}: {1}" : std::string(source);
  }
};

TEST(Words, InsertsValuesAtPlaceholders) {
  EXPECT_EQ(english().say("{1} of {2}"_text, {"one", "two"}), "one of two");
}

TEST(Words, ATranslationMayReorderPlaceholders) {
  EXPECT_EQ(Turned().say("{1} of {2}"_text, {"one", "two"}), "two: one");
}

TEST(Words, IgnoresPlaceholdersInValues) {
  EXPECT_EQ(english().say("{1} of {2}"_text, {"{2}", "{1}"}), "{2} of {1}");
}

TEST(Words, LeavesOtherBracesUnchanged) {
  EXPECT_EQ(english().say("a {b} {0} {3} {1}{"_text, {"x"}), "a {b} {0} {3} x{");
  EXPECT_EQ(english().say("{1"_text, {"x"}), "{1");
}

TEST(Words, TranslatesASentenceMadeFromAText) {
  class Louder final : public Words {
   public:
    std::string translated(std::string_view source) const override {
      return std::string(source) + "!";
    }
  };
  const Louder louder;
  EXPECT_EQ(louder.retell("no x here", {"nothing"_text, "no {1} here"_text}), "no x here!");
  EXPECT_EQ(louder.retell("no here", {"no {1} here"_text}), "no here!");
  EXPECT_EQ(english().retell("something else", {"no {1} here"_text}), "something else");
}

TEST(Words, ATextConvertsToStringAndView) {
  const std::string string = "a"_text;
  const std::string_view view = "b"_text;
  EXPECT_EQ(string + std::string(view), "ab");
}

}  // namespace
}  // namespace portexplorer
