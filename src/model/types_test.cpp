#include "model/types.h"

#include <gtest/gtest.h>

namespace portexplorer {
namespace {

std::string round_trip(std::string_view text) {
  const auto parsed = parse_ip(text);
  if (!parsed) return "refused";
  std::string out;
  append_ip(out, parsed->family, parsed->address);
  return out;
}

// RFC 5952, section 4: the recommended texts of IPv6 addresses.
TEST(IpText, WritesTheRecommendedText) {
  EXPECT_EQ(round_trip("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(round_trip("::"), "::");
  EXPECT_EQ(round_trip("::1"), "::1");
  EXPECT_EQ(round_trip("2001:0db8:0000:0000:0000:0000:0002:0001"), "2001:db8::2:1");
  EXPECT_EQ(round_trip("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(round_trip("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
  EXPECT_EQ(round_trip("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  EXPECT_EQ(round_trip("FE80::ABCD"), "fe80::abcd");
  EXPECT_EQ(round_trip("::ffff:192.0.2.1"), "::ffff:192.0.2.1");
  EXPECT_EQ(round_trip("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
  EXPECT_EQ(round_trip("64:ff9b::192.0.2.33"), "64:ff9b::c000:221");
}

TEST(IpText, RejectsOtherText) {
  for (const char* text : {"", "1.2.3", "1.2.3.256", "1.2.3.4.5", "1..2.3", "01234.1.1.1", ":",
                           ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::",
                           "1:2:3:4:5:6:7:", "::1.2.3", "fe80::1%eth0", "1.2.3.4 "}) {
    EXPECT_EQ(round_trip(text), "refused") << text;
  }
}

TEST(IpAddress, KnowsItsScope) {
  const auto address = [](std::string_view text) { return parse_ip(text)->address; };
  EXPECT_TRUE(is_loopback(Family::ipv4, address("127.9.9.9")));
  EXPECT_FALSE(is_loopback(Family::ipv4, address("128.0.0.1")));
  EXPECT_TRUE(is_loopback(Family::ipv6, address("::1")));
  EXPECT_FALSE(is_loopback(Family::ipv6, address("::2")));
  EXPECT_TRUE(is_link_local(Family::ipv6, address("febf::1")));
  EXPECT_FALSE(is_link_local(Family::ipv6, address("fec0::1")));
  EXPECT_TRUE(is_v4_mapped(address("::ffff:1.2.3.4")));
  EXPECT_FALSE(is_v4_mapped(address("::1.2.3.4")));
}

TEST(States, AcceptTheNamesOfOtherTools) {
  EXPECT_EQ(state_from_string("established"), State::established);
  EXPECT_EQ(state_from_string("ESTAB"), State::established);
  EXPECT_EQ(state_from_string("time-wait"), State::time_wait);
  EXPECT_EQ(state_from_string("SYN-SENT"), State::syn_sent);
  EXPECT_EQ(state_from_string("FIN_WAIT1"), State::fin_wait1);
  EXPECT_EQ(state_from_string("fin-wait-1"), State::fin_wait1);
  EXPECT_EQ(state_from_string("UNCONN"), State::unconnected);
  EXPECT_EQ(state_from_string("listening"), State::listen);
  EXPECT_EQ(state_from_string("nonsense"), std::nullopt);
  EXPECT_EQ(state_from_string(""), std::nullopt);
}

TEST(Protocols, HaveNamesBothWays) {
  for (int i = 1; i < kProtocolCount; ++i) {
    const auto p = static_cast<Protocol>(i);
    EXPECT_EQ(protocol_from_string(to_string(p)), p);
  }
  EXPECT_EQ(protocol_from_string("UNIX"), Protocol::unix_domain);
  EXPECT_TRUE(ProtocolSet::internet().contains(Protocol::sctp));
  EXPECT_FALSE(ProtocolSet::internet().contains(Protocol::netlink));
}

}  // namespace
}  // namespace portexplorer
