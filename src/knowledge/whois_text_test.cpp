#include <gtest/gtest.h>

#include "knowledge/whois.h"

namespace portexplorer {
namespace {

TEST(Whois, ReadsAnswersOfWhoisServers) {
  const WhoisFacts ripe = read_whois(
      "% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'abuse@example.net'\r\n\r\n"
      "inetnum:        192.0.2.0 - 192.0.2.255\r\nnetname:        EXAMPLE-NET\r\ncountry:        "
      "NL\r\norg-name:       Example B.V.\r\n"
      "descr:          later\r\n");
  EXPECT_EQ(ripe.range, "192.0.2.0 - 192.0.2.255");
  EXPECT_EQ(ripe.name, "EXAMPLE-NET");
  EXPECT_EQ(ripe.organisation, "Example B.V.");
  EXPECT_EQ(ripe.country, "NL");
  EXPECT_EQ(ripe.abuse, "abuse@example.net");
  EXPECT_FALSE(ripe.referral.has_value());
  const WhoisFacts arin = read_whois(
      "NetRange:       198.51.100.0 - 198.51.100.255\nNetName: X\nOrgName: Example Inc.\nCountry: "
      "US\nOrgAbuseEmail: a@b.example\n"
      "ReferralServer:  rwhois://r.example:4321\nReferralServer: whois://whois.example:4343/\n");
  EXPECT_EQ(arin.organisation, "Example Inc.");
  EXPECT_EQ(arin.abuse, "a@b.example");
  ASSERT_TRUE(arin.referral.has_value());
  EXPECT_EQ(arin.referral->host, "whois.example");
  EXPECT_EQ(arin.referral->port, 4343);
  const WhoisFacts iana = read_whois(
      "% IANA WHOIS server\nrefer:        whois.example.net\n\ninetnum: 192.0.0.0 - "
      "192.255.255.255\n");
  ASSERT_TRUE(iana.referral.has_value());
  EXPECT_EQ(iana.referral->host, "whois.example.net");
  EXPECT_EQ(iana.referral->port, 43);
}

TEST(Whois, IgnoresInvalidText) {
  for (const char* text : {"", ":", ":::\n", "refer:\n", "refer: -\x1b[2J\n", "refer: a b\n",
                           "% Abuse contact for 'x", "%Abuse contact for ''\n", "\0x"}) {
    const WhoisFacts facts = read_whois(text);
    EXPECT_EQ(facts.organisation + facts.abuse + facts.range, "") << text;
    EXPECT_FALSE(facts.referral.has_value()) << text;
  }
  EXPECT_EQ(read_whois("descr: " + std::string(1000, 'a')).organisation.size(), 200u);
}

TEST(Whois, ReferralsIntoTheOwnNetworkAreNotFollowed) {
  for (const char* good : {"8.8.8.8", "2001:4860::1", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    EXPECT_TRUE(may_be_referred_to(*parse_ip(good))) << good;
  for (const char* bad : {"0.0.0.0",
                          "10.1.2.3",
                          "100.64.0.1",
                          "127.0.0.1",
                          "169.254.1.1",
                          "172.16.0.1",
                          "192.168.0.1",
                          "192.0.0.8",
                          "192.0.2.1",
                          "198.18.0.1",
                          "198.51.100.1",
                          "203.0.113.1",
                          "224.0.0.1",
                          "255.255.255.255",
                          "240.0.0.1",
                          "::",
                          "::1",
                          "::ffff:127.0.0.1",
                          "::ffff:10.0.0.1",
                          "::127.0.0.1",
                          "64:ff9b::10.0.0.1",
                          "64:ff9b::7f00:1",
                          "64:ff9b:1::808:808",
                          "fc00::1",
                          "fe80::1",
                          "ff02::1",
                          "2001:db8::1",
                          "2002:a00:1::1",
                          "2002:808:808::1",
                          "2001::1",
                          "100::1",
                          "5f00::1"})
    EXPECT_FALSE(may_be_referred_to(*parse_ip(bad))) << bad;
}

TEST(Whois, ValidatesServers) {
  EXPECT_EQ(parse_whois_server("127.0.0.1:4343")->port, 4343);
  EXPECT_EQ(parse_whois_server("[::1]:4343")->host, "::1");
  EXPECT_EQ(parse_whois_server("::1")->port, 43);
  for (const char* bad :
       {"", ":43", "a:0", "a:65536", "a:x", "[::1", "[::1]43", "a b", "-x y", "http://x"}) {
    EXPECT_FALSE(parse_whois_server(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace portexplorer
