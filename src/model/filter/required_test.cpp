#include "model/filter/required.h"

#include <gtest/gtest.h>

#include "model/filter/filter.h"

namespace portexplorer {
namespace {

RequiredValues required_by(std::string_view text) {
  const auto filter = Filter::parse(text, {});
  EXPECT_TRUE(filter) << text;
  return filter ? filter->required() : RequiredValues{};
}

std::uint32_t bit(Protocol p) { return 1u << static_cast<unsigned>(p); }

TEST(Required, ConditionsThatMustAllBeMet) {
  const RequiredValues r = required_by("pid:42 uid:1000 port:443 protocol:udp");
  EXPECT_EQ(r.pid, 42u);
  EXPECT_EQ(r.uid, 1000u);
  EXPECT_EQ(r.port, 443u);
  EXPECT_EQ(r.protocol_set, bit(Protocol::udp));
}

TEST(Required, AlternativeValuesImplyNoSingleOne) {
  const RequiredValues r = required_by("pid:1..42 port:80,443");
  EXPECT_FALSE(r.pid);
  EXPECT_FALSE(r.port);
}

TEST(Required, OrAndNotImplyNothing) {
  for (const std::string_view text :
       {"pid:42 or port:443", "not pid:42", "pid!=42", "not (pid:42 port:443)"}) {
    const RequiredValues r = required_by(text);
    EXPECT_FALSE(r.pid) << text;
    EXPECT_FALSE(r.port) << text;
  }
}

TEST(Required, ConditionsNextToAnOr) {
  const RequiredValues r = required_by("pid:42 (port:80 or port:443)");
  EXPECT_EQ(r.pid, 42u);
  EXPECT_FALSE(r.port);
}

TEST(Required, ExcludedEndsOfARangeAreNoValue) {
  EXPECT_FALSE(required_by("pid>42").pid);
  EXPECT_FALSE(required_by("").pid);
}

TEST(Required, SideAndAddressStillImplyThePort) {
  EXPECT_EQ(required_by("dport = :53").port, 53u);
  EXPECT_EQ(required_by("127.0.0.1:53").port, std::nullopt);  // a word may also occur in a name
}

}  // namespace
}  // namespace portexplorer
