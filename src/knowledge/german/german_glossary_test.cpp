#include "knowledge/german/german_glossary.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace portexplorer {
namespace {

using testing::HasSubstr;

TEST(GermanGlossary, HasTheSameTermsAndLinksInTheSameOrder) {
  const std::vector<Term> english = all_terms();
  const std::vector<Term> german = all_terms(german_glossary());
  ASSERT_EQ(german.size(), english.size());
  for (std::size_t i = 0; i < english.size(); ++i) {
    EXPECT_EQ(german[i].name, english[i].name);
    EXPECT_EQ(german[i].kind, english[i].kind) << english[i].name;
    EXPECT_EQ(german[i].see, english[i].see) << english[i].name;
    EXPECT_NE(german[i].text, english[i].text) << english[i].name;
  }
}

TEST(GermanGlossary, FindsGermanWords) {
  EXPECT_EQ(find_term("flüchtiger port", german_glossary())->name, "ephemeral port");
  EXPECT_EQ(find_term("TIME-WAIT", german_glossary())->name, "TIME_WAIT");
  EXPECT_FALSE(find_term("flüchtiger port"));
}

TEST(GermanGlossary, HasThePageForBeginners) {
  const std::string_view german = beginners_page(german_glossary());
  EXPECT_THAT(std::string(german), HasSubstr("# Die Socket-Liste lesen\n"));
  // As many headings, paragraphs and list items as in English.
  EXPECT_EQ(std::ranges::count(german, '\n'), std::ranges::count(beginners_page(), '\n'));
}

}  // namespace
}  // namespace portexplorer
