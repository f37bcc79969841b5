#include "model/filter/endpoints.h"

#include <gtest/gtest.h>

namespace portexplorer::filter {
namespace {

std::vector<std::uint32_t> some_services(std::string_view name) {
  if (name == "https") return {443};
  if (name == "x11") return {6000, 6001};
  if (name == "3com-tsmux") return {106};
  if (name == "914c/g") return {211};
  return {};
}

AddressValue value(std::string_view text) {
  const auto parsed = parse_ip(text);
  return {parsed->family, parsed->address, 0};
}

// "80-90 443-443"
std::string ports(std::string_view text, Comparison comparison = Comparison::equal) {
  const auto parsed = parse_ports({text, 0}, comparison, some_services);
  if (!parsed)
    return "error at " + std::to_string(parsed.error().position) + "+" +
           std::to_string(parsed.error().length);
  std::string out;
  for (const PortRange& r : *parsed)
    out += (out.empty() ? "" : " ") + std::to_string(r.first) + "-" + std::to_string(r.last);
  return out;
}

TEST(Ports, AreNumbersRangesAndNames) {
  EXPECT_EQ(ports("443"), "443-443");
  EXPECT_EQ(ports(":443"), "443-443");
  EXPECT_EQ(ports("8000..8999"), "8000-8999");
  EXPECT_EQ(ports("8000-8999"), "8000-8999");
  EXPECT_EQ(ports(":8000-8999"), "8000-8999");
  EXPECT_EQ(ports("1024.."), "1024-4294967295");
  EXPECT_EQ(ports("..1023"), "0-1023");
  EXPECT_EQ(ports("https"), "443-443");
  EXPECT_EQ(ports("x11"), "6000-6000 6001-6001");
  EXPECT_EQ(ports("3com-tsmux"), "106-106");
  EXPECT_EQ(ports("914c/g"), "211-211");
}

TEST(Ports, AreCompared) {
  EXPECT_EQ(ports("1023", Comparison::greater), "1024-4294967295");
  EXPECT_EQ(ports(":1024", Comparison::greater_equal), "1024-4294967295");
  EXPECT_EQ(ports("1024", Comparison::less), "0-1023");
  EXPECT_EQ(ports("1024", Comparison::less_equal), "0-1024");
  EXPECT_EQ(ports(">1023"), "1024-4294967295");
}

TEST(Ports, ReportErrors) {
  EXPECT_EQ(ports(""), "error at 0+0");
  EXPECT_EQ(ports(":"), "error at 1+0");
  EXPECT_EQ(ports("gopherx"), "error at 0+7");
  EXPECT_EQ(ports("99x"), "error at 0+3");
  EXPECT_EQ(ports("90..80"), "error at 0+6");
  EXPECT_EQ(ports("90-80"), "error at 0+5");
  EXPECT_EQ(ports("80-"), "error at 3+0");
  EXPECT_EQ(ports("80..x"), "error at 4+1");
  EXPECT_EQ(ports("4294967296"), "error at 0+10");
  EXPECT_EQ(ports("https", Comparison::less), "error at 0+5");
  EXPECT_EQ(ports("0", Comparison::less), "error at 0+1");
  EXPECT_EQ(ports("4294967295", Comparison::greater), "error at 0+10");
  EXPECT_FALSE(parse_ports({"https", 0}, Comparison::equal, nullptr).has_value());
}

TEST(AddressRange, ComparesPrefixes) {
  AddressRange range{Family::ipv4, parse_ip("10.16.0.0")->address, 12, {}};
  EXPECT_TRUE(range.contains(value("10.16.0.0")));
  EXPECT_TRUE(range.contains(value("10.31.255.255")));
  EXPECT_FALSE(range.contains(value("10.32.0.0")));
  EXPECT_FALSE(range.contains(value("::a10:0")));
  range.prefix = 0;
  EXPECT_TRUE(range.contains(value("255.1.2.3")));
  EXPECT_FALSE(range.contains(value("::1")));
  range = {Family::ipv6, parse_ip("2001:db8::")->address, 33, {}};
  EXPECT_TRUE(range.contains(value("2001:db8:7fff::1")));
  EXPECT_FALSE(range.contains(value("2001:db8:8000::1")));
  range = {Family::ipv6, parse_ip("::1")->address, 128, {}};
  EXPECT_TRUE(range.contains(value("::1")));
  EXPECT_FALSE(range.contains(value("::2")));
}

struct Case {
  const char* text;
  const char* address;  // nullptr: any
  int prefix;
  std::uint32_t port;  // 0: any
};

TEST(Endpoint, SeparatesAddressesAndPorts) {
  for (const Case& c :
       {Case{"192.0.2.1", "192.0.2.1", 32, 0}, Case{"192.0.2.1:80", "192.0.2.1", 32, 80},
        Case{"10.0.0.0/8", "10.0.0.0", 8, 0}, Case{"10.0.0.0/8:443", "10.0.0.0", 8, 443},
        Case{"::1", "::1", 128, 0}, Case{"[::1]", "::1", 128, 0},
        Case{"[::1]:443", "::1", 128, 443}, Case{"2001:db8::/32", "2001:db8::", 32, 0},
        Case{":443", nullptr, 0, 443}, Case{"*:443", nullptr, 0, 443},
        Case{"192.0.2.1:*", "192.0.2.1", 32, 0}, Case{"192.0.2.1:https", "192.0.2.1", 32, 443},
        Case{"::ffff:192.0.2.1", "192.0.2.1", 32, 0},
        Case{"::ffff:10.0.0.0/104", "10.0.0.0", 8, 0}}) {
    ASSERT_TRUE(looks_like_endpoint(c.text)) << c.text;
    const auto endpoint = parse_endpoint({c.text, 0}, EndpointForm::word, some_services);
    ASSERT_TRUE(endpoint.has_value()) << c.text;
    ASSERT_EQ(endpoint->addresses.size(), c.address == nullptr ? 0u : 1u) << c.text;
    if (c.address != nullptr) {
      EXPECT_EQ(endpoint->addresses[0].address, parse_ip(c.address)->address) << c.text;
      EXPECT_EQ(endpoint->addresses[0].prefix, c.prefix) << c.text;
    }
    ASSERT_EQ(endpoint->ports.size(), c.port == 0 ? 0u : 1u) << c.text;
    if (c.port != 0) {
      EXPECT_EQ(endpoint->ports[0].first, c.port);
    }
  }
}

TEST(Endpoint, SupportsZonesAndLocalhost) {
  EXPECT_EQ(parse_endpoint({"fe80::1%eth0", 0}, EndpointForm::word, nullptr)->addresses[0].zone,
            "eth0");
  EXPECT_EQ(
      parse_endpoint({"[fe80::1%eth0]:80", 0}, EndpointForm::word, nullptr)->addresses[0].zone,
      "eth0");
  const auto localhost = parse_endpoint({"LocalHost:80", 0}, EndpointForm::word, nullptr);
  ASSERT_EQ(localhost->addresses.size(), 2u);
  EXPECT_TRUE(localhost->addresses[0].contains(value("127.9.9.9")));
  EXPECT_TRUE(localhost->addresses[1].contains(value("::1")));
  EXPECT_TRUE(parse_endpoint({"*", 0}, EndpointForm::address, nullptr)->unspecified);
  EXPECT_TRUE(parse_endpoint({"*?", 0}, EndpointForm::address, nullptr)->unspecified);
  const auto bound = parse_endpoint({"*?%eth0:80", 0}, EndpointForm::word, nullptr);
  EXPECT_TRUE(bound->unspecified);
  EXPECT_EQ(bound->zone, "eth0");
  EXPECT_EQ(bound->ports.at(0).first, 80u);
}

TEST(Endpoint, ANumberAloneIsAPortIfBothAreAllowed) {
  EXPECT_EQ(parse_endpoint({"8080", 0}, EndpointForm::both, nullptr)->ports.at(0).first, 8080u);
  EXPECT_FALSE(parse_endpoint({"8080", 0}, EndpointForm::address, nullptr).has_value());
}

TEST(Endpoint, OtherWordsDoNotLookLikeOne) {
  for (const char* text : {"firefox", "10.0", "192.168.1.", "user@host:22", "foo:80",
                           "[kworker/0:1]", "1.2.3.4.5", "", "*", "12:34", "localhost", "/a:b"}) {
    EXPECT_FALSE(looks_like_endpoint(text)) << text;
  }
}

TEST(Endpoint, ReportsErrors) {
  const auto place = [](std::string_view text, EndpointForm form = EndpointForm::word) {
    const auto endpoint = parse_endpoint({text, 7}, form, some_services);
    return endpoint ? ""
                    : std::to_string(endpoint.error().position) + "+" +
                          std::to_string(endpoint.error().length);
  };
  EXPECT_EQ(place("10.0.0.0/33"), "16+2");
  EXPECT_EQ(place("::/129"), "10+3");
  EXPECT_EQ(place("10.0.0.0/"), "16+0");
  EXPECT_EQ(place("1.2.3.4:x"), "15+1");
  EXPECT_EQ(place("1.2.3.4:"), "15+0");
  EXPECT_EQ(place("1.2.3.4:80", EndpointForm::address), "7+10");
  EXPECT_EQ(place("10.0", EndpointForm::address), "7+4");
  EXPECT_EQ(place("[::1", EndpointForm::both), "7+4");
  EXPECT_EQ(place("[::1]x", EndpointForm::both), "7+6");
  EXPECT_EQ(place("", EndpointForm::both), "7+0");
}

}  // namespace
}  // namespace portexplorer::filter
