#include "knowledge/ports.h"

#include <gmock/gmock.h>

namespace portexplorer {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(PortKnowledge, HasEverythingAboutPort25) {
  const PortKnowledge known = port_knowledge(Protocol::tcp, 25);
  ASSERT_EQ(known.registered.size(), 1u);
  EXPECT_EQ(known.registered[0].name, "smtp");
  EXPECT_EQ(known.registered[0].description, "Simple Mail Transfer");
  ASSERT_EQ(known.likely.size(), 1u);
  EXPECT_EQ(known.likely[0].name, "SMTP");
  EXPECT_EQ(known.threats.size(), 38u);
}

TEST(PortKnowledge, ThreatsHaveTheirKindYearAndSources) {
  const PortKnowledge known = port_knowledge(Protocol::tcp, 31337);
  const auto it = std::find_if(known.threats.begin(), known.threats.end(),
                               [](const PortThreat& t) { return t.name == "Back Orifice 2000"; });
  ASSERT_NE(it, known.threats.end());
  EXPECT_EQ(it->kind, "rat");
  EXPECT_EQ(it->year, 1999);
  EXPECT_THAT(it->sources, ElementsAre("snort", "wikipedia"));
  EXPECT_THAT(known.threats, Contains(Field(&PortThreat::year, 0)));
}

TEST(PortKnowledge, DependsOnTheProtocol) {
  EXPECT_THAT(port_knowledge(Protocol::udp, 25).threats, IsEmpty());
  EXPECT_EQ(port_knowledge(Protocol::udp, 31337).threats.size(), 2u);
  EXPECT_EQ(port_knowledge(Protocol::mptcp, 25).threats.size(), 38u);
  EXPECT_EQ(port_knowledge(Protocol::udplite, 53).likely[0].name, "DNS");
}

TEST(PortKnowledge, IsEmptyForOtherPorts) {
  for (const std::uint32_t port : {0u, 65536u, 65536u + 25u, 0xFFFFFFFFu, 64999u}) {
    EXPECT_TRUE(port_knowledge(Protocol::tcp, port).is_empty()) << port;
    EXPECT_EQ(threat_count(Protocol::tcp, port), 0u) << port;
  }
  EXPECT_TRUE(port_knowledge(Protocol::unix_domain, 25).is_empty());
  EXPECT_EQ(threat_count(Protocol::unix_domain, 25), 0u);
}

TEST(ThreatCount, AgreesWithTheTableOfEveryPort) {
  std::size_t all = 0;
  for (const Protocol protocol : {Protocol::tcp, Protocol::udp, Protocol::sctp, Protocol::dccp}) {
    for (std::uint32_t port = 0; port <= 65535; ++port) {
      const std::size_t known = port_knowledge(protocol, port).threats.size();
      ASSERT_EQ(threat_count(protocol, port), known) << port;
      ASSERT_LE(known, 100u) << "filters refuse more: kMostThreats of model/filter/field_words.h";
      all += known;
    }
  }
  EXPECT_EQ(all, 2780u);
}

TEST(PortsCalled, FindsServicesAndUses) {
  EXPECT_THAT(ports_called("smtp"), ElementsAre(25u));
  EXPECT_THAT(ports_called("SMTP"), ElementsAre(25u));
  EXPECT_THAT(ports_called("wireguard"), ElementsAre(51820u));
  EXPECT_THAT(ports_called("Jellyfin"), ElementsAre(8096u));
  EXPECT_THAT(ports_called("nosuchthing"), IsEmpty());
  EXPECT_THAT(ports_called(""), IsEmpty());
}

TEST(ThreatKinds, HaveDescriptions) {
  EXPECT_EQ(explain_threat_kind("rat"), "remote-access trojan");
  EXPECT_EQ(explain_threat_kind("worm"), "worm");
}

}  // namespace
}  // namespace portexplorer
