#include "knowledge/generate/glossary_text.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace portexplorer::generate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string glossary_file(const char* name) {
  std::ifstream in(std::filesystem::path(DATA_DIR) / name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

constexpr const char* kGood =
    "= A B\nkind: state\nalso: c, d e\nsee: F\nOne sentence. Another one.\n\n= F\nkind: term\nOne. "
    "Two\nthree.\n";

void expect_refusal(const std::string& text, int line, const std::string& what) {
  const auto read = read_glossary(text);
  ASSERT_FALSE(read.has_value()) << text;
  EXPECT_EQ(read.error().line, line) << read.error().what;
  EXPECT_THAT(read.error().what, HasSubstr(what));
}

TEST(GlossaryData, KeepsItsRules) {
  for (const char* name : {"glossary.txt", "glossary_de.txt"}) {
    const auto entries = read_glossary(glossary_file(name));
    ASSERT_TRUE(entries.has_value())
        << name << " line " << entries.error().line << " " << entries.error().what;
    EXPECT_GE(entries->size(), 80u);
  }
}

TEST(GlossaryText, ReadsEntries) {
  const auto entries = read_glossary(kGood);
  ASSERT_TRUE(entries.has_value()) << entries.error().what;
  ASSERT_EQ(entries->size(), 2u);
  const TermEntry& first = entries->front();
  EXPECT_EQ(first.term, "A B");
  EXPECT_EQ(kTermKinds[first.kind], "state");
  EXPECT_THAT(first.also, ElementsAre("c", "d e"));
  EXPECT_THAT(first.see, ElementsAre("F"));
  EXPECT_EQ(first.text, "One sentence. Another one.");
  EXPECT_EQ(entries->back().text, "One. Two three.");
  EXPECT_EQ(entries->back().line, 7);
}

TEST(GlossaryText, RejectsWordsThatTwoEntriesClaim) {
  expect_refusal("= Ab\nkind: term\nOne. Two.\n\n= a-B\nkind: term\nOne. Two.\n", 5,
                 "belongs to Ab");
  expect_refusal("= Ab\nkind: term\nalso: x\nOne. Two.\n\n= B\nkind: term\nalso: X\nOne. Two.\n", 6,
                 "belongs to Ab");
  expect_refusal("= Ab\nkind: term\nalso: AB\nOne. Two.\n", 1, "belongs to Ab");
}

TEST(GlossaryText, RejectsLinksToMissingEntries) {
  expect_refusal("= A\nkind: term\nsee: B\nOne. Two.\n", 1, "no term");
  expect_refusal("= A\nkind: term\nsee: A\nOne. Two.\n", 1, "itself");
  expect_refusal("= A\nkind: term\nsee: ,B\nOne. Two.\n", 3, "list");
}

TEST(GlossaryText, RejectsLongSentencesAndTooFew) {
  expect_refusal("= A\nkind: term\nOne.\n", 1, "two to five");
  expect_refusal("= A\nkind: term\n1. 2. 3. 4. 5. 6.\n", 1, "two to five");
  expect_refusal("= A\nkind: term\nOne. a b c d e f g h i j k l m n o p q r s t u.\n", 1,
                 "20 words");
  expect_refusal("= A\nkind: term\nOne. Two\n", 1, "without an end");
  EXPECT_TRUE(read_glossary("= A\nkind: term\nOne. a b c d e f g h i j k l m n o p q r s t.\n")
                  .has_value());
}

TEST(GlossaryText, RejectsInvalidSyntax) {
  expect_refusal("", 0, "line feed");
  expect_refusal("= A", 0, "line feed");
  expect_refusal("text\n", 1, "no entry");
  expect_refusal("= A\nOne. Two.\n", 1, "no kind");
  expect_refusal("= A\nkind: verb\nOne. Two.\n", 2, "unknown kind");
  expect_refusal("= A\nkind: term\nOne. Two.\n= B\nkind: term\nOne. Two.\n", 4, "blank line");
  expect_refusal("= \nkind: term\nOne. Two.\n", 1, "no good term");
  expect_refusal("= A\nkind: term\nOne. Two. \n", 3, "blanks");
}

TEST(GlossaryText, RejectsHostileCharacters) {
  for (const char* bad : {"\x1b[31m", "\xff", "\xe2\x80\xae", "\t", "\r", "\xc3\xa9", "\xe2\x80"}) {
    expect_refusal("= A\nkind: term\nOne. Two" + std::string(bad) + ".\n", 3, "characters");
  }
  EXPECT_TRUE(read_glossary("= ±\nkind: mark\nOne – two. Three → four …\nfive.\n").has_value());
}

TEST(Sentences, EndBeforeABlankOrTheEnd) {
  EXPECT_THAT(sentences("At 127.0.0.1 it is. Is it? Yes! /proc/x"),
              ElementsAre("At 127.0.0.1 it is.", "Is it?", "Yes!", "/proc/x"));
  EXPECT_THAT(sentences(""), ElementsAre());
  EXPECT_THAT(sentences("."), ElementsAre("."));
}

}  // namespace
}  // namespace portexplorer::generate
