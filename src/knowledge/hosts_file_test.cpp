#include "knowledge/hosts_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> names(std::string_view text, std::string_view address) {
  const auto parsed = parse_ip(address);
  return HostsFile(text).names_of(parsed->family, parsed->address);
}

TEST(HostsFile, ReadsTheFormatOfHosts5) {
  constexpr std::string_view kText =
      "127.0.0.1\tlocalhost\n"
      "# 192.0.2.9 commented.example\n"
      "  192.0.2.1   www.example web # the web server\n"
      "192.0.2.1 www.example again.example\r\n"
      "::1 ip6-localhost\n"
      "fe80::1%lo0 zoned\n"
      "192.0.2.2";
  EXPECT_THAT(names(kText, "127.0.0.1"), ElementsAre("localhost"));
  EXPECT_THAT(names(kText, "192.0.2.1"), ElementsAre("www.example", "web", "again.example"));
  EXPECT_THAT(names(kText, "::1"), ElementsAre("ip6-localhost"));
  EXPECT_THAT(names(kText, "fe80::1"), ElementsAre("zoned"));
  EXPECT_THAT(names(kText, "192.0.2.2"), IsEmpty());
  EXPECT_THAT(names(kText, "192.0.2.9"), IsEmpty());
}

TEST(HostsFile, SkipsInvalidLines) {
  EXPECT_THAT(names("nonsense 192.0.2.1\n192.0.2.300 a\n192.0.2.1 \x1b[31mred good\xff ok -\n",
                    "192.0.2.1"),
              ElementsAre("ok", "-"));
  EXPECT_THAT(names("0.0.0.0 ads.example\n", "0.0.0.0"), IsEmpty());
  EXPECT_THAT(names("192.0.2.1 " + std::string(64, 'a') + " " + std::string(63, 'b'), "192.0.2.1"),
              ElementsAre(std::string(63, 'b')));
}

TEST(HostsFile, AnAddressHasAtMostSixteenNames) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "192.0.2.1 name" + std::to_string(i) + "\n";
  EXPECT_EQ(names(text, "192.0.2.1").size(), 16u);
}

TEST(HostsFile, FindsAddressesByName) {
  const auto found = HostsFile::addresses_of(
      "192.0.2.2 Printer\n2001:db8::1 printer p\n192.0.2.1 printer\n192.0.2.3 p", "PRINTER");
  ASSERT_EQ(found.size(), 3u);
  std::string text;
  for (const ParsedAddress& a : found) {
    append_ip(text, a.family, a.address);
    text += ' ';
  }
  EXPECT_EQ(text, "192.0.2.1 192.0.2.2 2001:db8::1 ");
  EXPECT_THAT(HostsFile::addresses_of("192.0.2.2 printer", "print"), IsEmpty());
}

TEST(HostName, IsValidated) {
  EXPECT_TRUE(is_host_name("a.b-c.example."));
  EXPECT_TRUE(is_host_name("_sip.example"));
  for (const char* bad : {"", ".", "a..b", "a b", "a\nb", "\xc3\xa4", "a/b"})
    EXPECT_FALSE(is_host_name(bad)) << bad;
  EXPECT_FALSE(is_host_name(std::string(254, 'a')));
}

}  // namespace
}  // namespace portexplorer
