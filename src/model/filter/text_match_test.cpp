#include "model/filter/text_match.h"

#include <gtest/gtest.h>

namespace portexplorer::filter {
namespace {

TEST(Needle, IsFoundAnywhereInAnyCase) {
  EXPECT_TRUE(Needle("fox").is_in("Firefox"));
  EXPECT_TRUE(Needle("FIRE").is_in("firefox"));
  EXPECT_TRUE(Needle("x").is_in("firefoX"));
  EXPECT_TRUE(Needle("aab").is_in("aAaAb"));
  EXPECT_FALSE(Needle("foxy").is_in("firefox"));
  EXPECT_FALSE(Needle("a").is_in(""));
  EXPECT_TRUE(Needle("").is_in("anything"));
  EXPECT_TRUE(Needle(std::string_view("\0b", 2)).is_in(std::string_view("a\0B", 3)));
  EXPECT_FALSE(Needle("\xc3\x84").is_in("\xc3\xa4"));  // only ASCII letters are folded
}

TEST(Needle, AgreesWithASimpleSearch) {
  const std::string text = "AbabBAcabbage.aBBa";
  for (std::size_t start = 0; start < text.size(); ++start) {
    for (std::size_t length = 1; start + length <= text.size(); ++length) {
      EXPECT_TRUE(Needle(text.substr(start, length)).is_in(text));
      EXPECT_FALSE(Needle(text.substr(start, length) + "#").is_in(text));
    }
  }
}

TEST(Needle, ANumberMatchesOnlyAsAWhole) {
  const Needle needle("80", Needle::Ends::number);
  EXPECT_TRUE(needle.is_in("80"));
  EXPECT_TRUE(needle.is_in("--port=80"));
  EXPECT_TRUE(needle.is_in("a80b"));
  EXPECT_TRUE(needle.is_in("8080 80"));
  EXPECT_FALSE(needle.is_in("8080"));
  EXPECT_FALSE(needle.is_in("180"));
  EXPECT_FALSE(needle.is_in("801"));
}

TEST(Needle, AnIpv6AddressMatchesOnlyAsAWhole) {
  const Needle needle("::1", Needle::Ends::ipv6);
  EXPECT_TRUE(needle.is_in("ping ::1"));
  EXPECT_TRUE(needle.is_in("http://[::1]:80/"));
  EXPECT_FALSE(needle.is_in("fe80::1"));
  EXPECT_FALSE(needle.is_in("::1f"));
  EXPECT_FALSE(needle.is_in("::1:2"));
}

TEST(Needle, EqualsIgnoresCase) {
  EXPECT_TRUE(Needle("SSHD").equals("sshd"));
  EXPECT_FALSE(Needle("ssh").equals("sshd"));
  EXPECT_FALSE(Needle("sshd").equals("ssh"));
}

}  // namespace
}  // namespace portexplorer::filter
