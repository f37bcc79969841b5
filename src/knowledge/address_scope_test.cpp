#include "knowledge/address_scope.h"

#include <gtest/gtest.h>

#include <string>

namespace portexplorer {
namespace {

struct Case {
  const char* address;
  const char* kind;
  const char* block;
};

AddressScope scope_of(std::string_view text) {
  const auto address = parse_ip(text);
  return address_scope(address->family, address->address);
}

TEST(AddressScope, FollowsTheRegistries) {
  constexpr Case cases[] = {
      {"0.0.0.0", "unspecified", "0.0.0.0/32"},
      {"0.1.2.3", "reserved", "0.0.0.0/8"},
      {"9.255.255.255", "public", "0.0.0.0/0"},
      {"10.0.0.0", "private", "10.0.0.0/8"},
      {"10.255.255.255", "private", "10.0.0.0/8"},
      {"11.0.0.0", "public", "0.0.0.0/0"},
      {"100.63.255.255", "public", "0.0.0.0/0"},
      {"100.64.0.0", "shared", "100.64.0.0/10"},
      {"100.127.255.255", "shared", "100.64.0.0/10"},
      {"100.128.0.0", "public", "0.0.0.0/0"},
      {"127.255.0.1", "loopback", "127.0.0.0/8"},
      {"169.254.169.254", "link-local", "169.254.0.0/16"},
      {"172.15.255.255", "public", "0.0.0.0/0"},
      {"172.16.0.0", "private", "172.16.0.0/12"},
      {"172.31.255.255", "private", "172.16.0.0/12"},
      {"172.32.0.0", "public", "0.0.0.0/0"},
      {"192.0.0.8", "protocol", "192.0.0.0/24"},
      {"192.0.0.9", "public", "192.0.0.9/32"},
      {"192.0.2.255", "documentation", "192.0.2.0/24"},
      {"192.88.99.1", "protocol", "192.88.99.0/24"},
      {"192.168.255.255", "private", "192.168.0.0/16"},
      {"198.17.255.255", "public", "0.0.0.0/0"},
      {"198.18.0.0", "benchmarking", "198.18.0.0/15"},
      {"198.19.255.255", "benchmarking", "198.18.0.0/15"},
      {"198.51.100.7", "documentation", "198.51.100.0/24"},
      {"203.0.113.7", "documentation", "203.0.113.0/24"},
      {"223.255.255.255", "public", "0.0.0.0/0"},
      {"224.0.0.251", "multicast", "224.0.0.251/32"},
      {"239.1.1.1", "multicast", "239.0.0.0/8"},
      {"240.0.0.0", "reserved", "240.0.0.0/4"},
      {"255.255.255.255", "broadcast", "255.255.255.255/32"},
      {"::", "unspecified", "::/128"},
      {"::1", "loopback", "::1/128"},
      {"::2", "reserved", "::/0"},
      {"::ffff:1.2.3.4", "v4-mapped", "::ffff:0:0/96"},
      {"64:ff9b::808:808", "nat64", "64:ff9b::/96"},
      {"64:ff9b:1::1", "nat64", "64:ff9b:1::/48"},
      {"100::1", "discard", "100::/64"},
      {"2001:0:1::1", "teredo", "2001::/32"},
      {"2001:2::1", "benchmarking", "2001:2::/48"},
      {"2001:20::1", "protocol", "2001::/23"},
      {"2001:db8::1", "documentation", "2001:db8::/32"},
      {"2001:4860:4860::8888", "public", "2000::/3"},
      {"2002:808:808::1", "6to4", "2002::/16"},
      {"3fff:fff::1", "documentation", "3fff::/20"},
      {"3fff:1000::1", "public", "2000::/3"},
      {"4000::1", "reserved", "::/0"},
      {"fbff::1", "reserved", "::/0"},
      {"fc00::1", "unique-local", "fc00::/7"},
      {"fdff:ffff::1", "unique-local", "fc00::/7"},
      {"fe80::1", "link-local", "fe80::/10"},
      {"febf::1", "link-local", "fe80::/10"},
      {"fec0::1", "reserved", "::/0"},
      {"ff02::fb", "multicast", "ff02::fb/128"},
      {"ff0e::1", "multicast", "ff00::/8"},
  };
  for (const Case& c : cases) {
    const AddressScope scope = scope_of(c.address);
    EXPECT_EQ(to_string(scope.kind), c.kind) << c.address;
    EXPECT_EQ(scope.block, c.block) << c.address;
    EXPECT_FALSE(scope.source.empty()) << c.address;
    EXPECT_FALSE(scope.sentence.empty()) << c.address;
  }
}

TEST(AddressScope, NamesKnownGroups) {
  EXPECT_EQ(scope_of("224.0.0.251").group, "mDNS: machines on the same network tell their names");
  EXPECT_EQ(scope_of("ff02::1:ff12:3456").group, "the one machine whose address ends so");
  EXPECT_EQ(scope_of("225.0.0.1").group, "");
}

std::string carried(std::string_view text) {
  const auto four = carried_ipv4(parse_ip(text)->address);
  std::string out;
  if (four) append_ip(out, Family::ipv4, *four);
  return out;
}

TEST(AddressScope, FindsTheIpv4AddressInside) {
  EXPECT_EQ(carried("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(carried("64:ff9b::8.8.4.4"), "8.8.4.4");
  EXPECT_EQ(carried("64:ff9b:1::8.8.4.4"), "");
  EXPECT_EQ(carried("2002:c000:204::1"), "192.0.2.4");
  EXPECT_EQ(carried("2001:0:4136:e378:8000:63bf:3fff:fdd2"),
            "192.0.2.45");  // the example of RFC 4380
  EXPECT_EQ(carried("2001:db8::1"), "");
}

std::string place(std::string_view text) {
  const auto address = parse_ip(text);
  const auto place = place_address(address->family, address->address);
  std::string out;
  if (place) append_ip(out, place->family, place->address);
  return out;
}

TEST(AddressScope, OnlyPublicAddressesHaveACountry) {
  EXPECT_EQ(place("8.8.8.8"), "8.8.8.8");
  EXPECT_EQ(place("2001:4860::1"), "2001:4860::1");
  EXPECT_EQ(place("::ffff:8.8.8.8"), "8.8.8.8");
  EXPECT_EQ(place("64:ff9b::808:808"), "8.8.8.8");
  for (const char* none :
       {"10.1.1.1", "127.0.0.1", "::1", "64:ff9b::10.1.1.1", "fe80::1", "224.0.0.1", "192.0.2.1"}) {
    EXPECT_EQ(place(none), "") << none;
  }
}

}  // namespace
}  // namespace portexplorer
