#include "model/filter/pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace portexplorer::filter {
namespace {

bool found(std::string_view pattern, std::string_view text) {
  const auto compiled = Pattern::compile(pattern);
  EXPECT_TRUE(compiled.has_value())
      << pattern << ": " << (compiled ? "" : compiled.error().message);
  return compiled && compiled->search(text);
}

// Returns where the pattern is rejected; -1 if it is accepted.
int refused_at(std::string_view pattern) {
  const auto compiled = Pattern::compile(pattern);
  return compiled ? -1 : static_cast<int>(compiled.error().position);
}

TEST(Pattern, FindsText) {
  EXPECT_TRUE(found("fox", "Firefox"));
  EXPECT_TRUE(found("FOX", "firefox"));
  EXPECT_FALSE(found("foxy", "firefox"));
  EXPECT_TRUE(found("", ""));
  EXPECT_TRUE(found("a.c", "xabcx"));
  EXPECT_FALSE(found("a.c", "ac"));
  EXPECT_TRUE(found("a/b", "a/b"));
  EXPECT_TRUE(found(R"(a\/b)", "a/b"));
  EXPECT_TRUE(found(R"(\.)", "a.b"));
  EXPECT_FALSE(found(R"(\.)", "ab"));
}

TEST(Pattern, SupportsSets) {
  EXPECT_TRUE(found("[a-c]x", "bX"));
  EXPECT_FALSE(found("[^a-c]", "ABC"));
  EXPECT_TRUE(found("[]]", "]"));
  EXPECT_TRUE(found("[a-]", "-"));
  EXPECT_TRUE(found(R"([\d.]+$)", "x1.2"));
  EXPECT_TRUE(found(R"(^\w+\s\W\D\S$)", "ab_1\t-xy"));
  EXPECT_FALSE(found(R"(\d)", "abc"));
  EXPECT_TRUE(found(R"(\x1b\[)", "a\x1b[31m"));
  EXPECT_TRUE(found(R"([\x80-\xff])", "\xc3\xa4"));
  EXPECT_TRUE(found(R"(\n)", "a\nb"));
  EXPECT_TRUE(found("a.b", "a\nb"));
}

TEST(Pattern, SupportsRepeats) {
  EXPECT_TRUE(found("^ab*c$", "ac"));
  EXPECT_TRUE(found("^ab*c$", "abbbc"));
  EXPECT_FALSE(found("^ab+c$", "ac"));
  EXPECT_TRUE(found("^ab?c$", "abc"));
  EXPECT_FALSE(found("^ab?c$", "abbc"));
  EXPECT_TRUE(found("^a{3}$", "aaa"));
  EXPECT_FALSE(found("^a{3}$", "aa"));
  EXPECT_FALSE(found("^a{3}$", "aaaa"));
  EXPECT_TRUE(found("^a{2,}$", "aaaa"));
  EXPECT_FALSE(found("^a{2,3}$", "aaaa"));
  EXPECT_TRUE(found("^a{,2}$", ""));
  EXPECT_TRUE(found("^a{0}$", ""));
  EXPECT_FALSE(found("^a{0}$", "a"));
  EXPECT_TRUE(found("^(ab){2}$", "abab"));
  EXPECT_TRUE(found("^(a*)*$", "aaaa"));
  EXPECT_TRUE(found("^(|a)+$", "aa"));
  EXPECT_TRUE(found("^a+?$", "aaa"));
}

TEST(Pattern, SupportsAlternatives) {
  EXPECT_TRUE(found("^(ssh|http)d$", "httpd"));
  EXPECT_FALSE(found("^(ssh|http)d$", "sshhttpd"));
  EXPECT_TRUE(found("a|b|c", "xxc"));
  EXPECT_TRUE(found("^(?:a|)$", ""));
  EXPECT_FALSE(found("a|b", "xyz"));
}

TEST(Pattern, SupportsAnchors) {
  EXPECT_TRUE(found("^$", ""));
  EXPECT_TRUE(found("$^", ""));
  EXPECT_FALSE(found("^$", "a"));
  EXPECT_TRUE(found("^a", "ab"));
  EXPECT_FALSE(found("^b", "ab"));
  EXPECT_TRUE(found("b$", "ab"));
  EXPECT_FALSE(found("a$", "ab"));
  EXPECT_FALSE(found("a^b", "ab"));
  EXPECT_FALSE(found("a$b", "ab"));
  EXPECT_TRUE(found("(^|/)x($|/)", "a/x/b"));
  EXPECT_TRUE(found("(^|/)x($|/)", "x"));
  EXPECT_FALSE(found("(^|/)x($|/)", "ax"));
}

TEST(Pattern, ReportsThePositionOfAnError) {
  EXPECT_EQ(refused_at("a(b"), 1);
  EXPECT_EQ(refused_at("ab)"), 2);
  EXPECT_EQ(refused_at("a[b"), 1);
  EXPECT_EQ(refused_at("*a"), 0);
  EXPECT_EQ(refused_at("a**"), 2);
  EXPECT_EQ(refused_at("a{2"), 1);
  EXPECT_EQ(refused_at("a{}"), 1);
  EXPECT_EQ(refused_at("a{3,2}"), 1);
  EXPECT_EQ(refused_at("a{256}"), 1);
  EXPECT_EQ(refused_at("a{99999999999999999999}"), 1);
  EXPECT_EQ(refused_at("[b-a]"), 1);
  EXPECT_EQ(refused_at(R"([a-\d])"), 1);
  EXPECT_EQ(refused_at(R"(a\)"), 1);
  EXPECT_EQ(refused_at(R"(a\b)"), 1);
  EXPECT_EQ(refused_at(R"((a)\1)"), 3);
  EXPECT_EQ(refused_at(R"(\x1)"), 0);
  EXPECT_EQ(refused_at("(?=a)"), 1);
  EXPECT_EQ(refused_at(std::string(501, 'a')), 500);
}

// Backtracking over these would never end.
TEST(Pattern, HostileOnesAreRejectedOrHarmless) {
  EXPECT_GE(refused_at("((((((a{255}){255}){255}){255}){255}){255})"), 0);
  EXPECT_GE(refused_at("((((((){255}){255}){255}){255}){255})"), 0);
  EXPECT_GE(refused_at(std::string(400, '(')), 0);
  EXPECT_GE(refused_at(std::string(250, '(') + std::string(250, ')')), 0);
  const std::string text(100'000, 'a');
  EXPECT_FALSE(found("(a*)*(a*)*(a*)*b$", text));
  EXPECT_FALSE(found("(a|a)*(a|aa)*b$", text));
  EXPECT_FALSE(found("(a?){120}b", text));
  EXPECT_FALSE(found("(.*a){15}b", text));
}

// Too large for an automaton: the steps are simulated, with the same result.
TEST(Pattern, LargeOnesMatchToo) {
  const std::string large = "(a|b)*a(a|b){9}c";
  EXPECT_TRUE(found(large, "bbabbbbbbbbbc"));
  EXPECT_FALSE(found(large, "bbbbbbbbbbbbc"));
  EXPECT_TRUE(found("^" + large + "$", "abbbbbbbbbc"));
  EXPECT_FALSE(found("^" + large + "$", "abbbbbbbbbcd"));
  EXPECT_TRUE(found(large + "|^$", ""));
}

TEST(Pattern, SearchesOnlyTheStartOfVeryLongTexts) {
  EXPECT_TRUE(found("b", std::string(Pattern::kMaxSubject - 1, 'a') + "b"));
  EXPECT_FALSE(found("b", std::string(Pattern::kMaxSubject, 'a') + "b"));
}

}  // namespace
}  // namespace portexplorer::filter
