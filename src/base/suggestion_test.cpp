#include "base/suggestion.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace portexplorer {
namespace {

constexpr std::array<std::string_view, 4> kWords = {"port", "process", "protocol",
                                                    "remote_address"};

TEST(NearestWord, FindsATypingError) {
  EXPECT_EQ(nearest_word("prot", kWords), "port");
  EXPECT_EQ(nearest_word("proces", kWords), "process");
  EXPECT_EQ(nearest_word("remote_adress", kWords), "remote_address");
  EXPECT_EQ(nearest_word("process", kWords), "process");
}

TEST(NearestWord, SuggestsNothingForADistantWord) {
  EXPECT_EQ(nearest_word("xxxx", kWords), std::nullopt);
  EXPECT_EQ(nearest_word("pt", kWords), std::nullopt) << "two edits in a word of two letters";
  EXPECT_EQ(nearest_word("", kWords), std::nullopt);
}

TEST(NearestWord, PrefersTheFirstOfEquals) {
  constexpr std::array<std::string_view, 2> kEquals = {"ab", "ac"};
  EXPECT_EQ(nearest_word("ad", kEquals), "ab");
}

TEST(NearestWord, ComparesABoundedNumberOfBytes) {
  EXPECT_EQ(nearest_word(std::string(1'000'000, 'p'), kWords), std::nullopt);
}

}  // namespace
}  // namespace portexplorer
