#include "knowledge/port_story.h"

#include <gmock/gmock.h>

namespace portexplorer {
namespace {

PortKnowledge all_known() {
  return {.registered = {{"reg", "Registered use"}},
          .likely = {{"Likely", "Met most."}},
          .unofficial = {{"Soft", "Takes it"}},
          .threats = {}};
}

PortQuestion asked(std::uint32_t port) {
  return {.protocol = Protocol::tcp, .port = port, .local_side = false, .range = {32768, 60999}};
}

TEST(PortStory, LikelyComesBeforeUnofficialAndRegistered) {
  PortKnowledge known = all_known();
  EXPECT_EQ(port_story(asked(25), known).rule, StoryRule::likely);
  EXPECT_EQ(port_story(asked(25), known).name, "Likely");
  known.likely.clear();
  EXPECT_EQ(port_story(asked(25), known).rule, StoryRule::unofficial);
  EXPECT_EQ(port_story(asked(25), known).text, "Takes it");
  known.unofficial.clear();
  EXPECT_EQ(port_story(asked(25), known).rule, StoryRule::registered);
  EXPECT_EQ(port_story(asked(25), known).name, "reg");
  known.registered.clear();
  EXPECT_EQ(port_story(asked(25), known).rule, StoryRule::none);
}

TEST(PortStory, CurrentUseComesFirst) {
  PortQuestion q = asked(25);
  q.used_here = UsedHere::as_service;
  const PortStory story = port_story(q, all_known());
  EXPECT_EQ(story.rule, StoryRule::here);
  EXPECT_EQ(story.usual, StoryRule::likely);
  EXPECT_EQ(story.name, "Likely");
}

TEST(PortStory, AnEphemeralPortIsNothing) {
  PortQuestion q = asked(51820);
  q.used_here = UsedHere::as_ephemeral;
  EXPECT_EQ(port_story(q, all_known()).rule, StoryRule::ephemeral);
  EXPECT_EQ(port_story(q, all_known()).usual, StoryRule::none);
  EXPECT_EQ(port_story(q, all_known()).name, "");
}

TEST(PortStory, ALocalPortInsideTheRangeIsEphemeralUnlessItServes) {
  PortQuestion q = asked(51820);
  q.local_side = true;
  EXPECT_EQ(port_story(q, all_known()).rule, StoryRule::ephemeral);
  q.used_here = UsedHere::as_service;
  EXPECT_EQ(port_story(q, all_known()).rule, StoryRule::here);
}

TEST(PortStory, TheRangeIsAParameterAndInclusive) {
  for (const auto& [port, ephemeral] :
       {std::pair{39999u, false}, {40000u, true}, {40010u, true}, {40011u, false}}) {
    PortQuestion q = asked(port);
    q.local_side = true;
    q.range = {40000, 40010};
    EXPECT_EQ(port_story(q, all_known()).rule == StoryRule::ephemeral, ephemeral) << port;
  }
}

TEST(PortStory, ANumberAloneIsNotEphemeral) {
  EXPECT_EQ(port_story(asked(51820), all_known()).rule, StoryRule::likely);
}

TEST(PortStory, RealPortsAreDescribedCorrectly) {
  const auto story = [](Protocol protocol, std::uint32_t port) {
    return port_story(asked(port), port_knowledge(protocol, port));
  };
  EXPECT_EQ(story(Protocol::tcp, 25).name, "SMTP");
  EXPECT_EQ(story(Protocol::udp, 51820).name, "WireGuard");
  EXPECT_EQ(story(Protocol::tcp, 81).rule, StoryRule::unofficial);
  EXPECT_EQ(story(Protocol::tcp, 1).rule, StoryRule::registered);
  EXPECT_EQ(story(Protocol::tcp, 64999).rule, StoryRule::none);
}

TEST(TemporaryPort, DependsOnTheDirection) {
  const PortRange range{32768, 60999};
  EXPECT_TRUE(is_ephemeral_port(Direction::outbound, 40000, range, false));
  EXPECT_FALSE(is_ephemeral_port(Direction::outbound, 443, range, false));
  EXPECT_FALSE(is_ephemeral_port(Direction::outbound, 40000, range, true))
      << "a server may listen there";
  EXPECT_FALSE(is_ephemeral_port(Direction::inbound, 40000, range, false))
      << "it is what others called";
  EXPECT_TRUE(is_ephemeral_port(Direction::inbound, 1024, range, true))
      << "other systems have other ranges";
  EXPECT_FALSE(is_ephemeral_port(Direction::inbound, 123, range, true));
  EXPECT_FALSE(is_ephemeral_port(Direction::listening, 51820, range, false));
  EXPECT_TRUE(is_ephemeral_port(Direction::unknown, 40000, range, true));
  EXPECT_FALSE(is_ephemeral_port(Direction::unknown, 8080, range, true));
}

}  // namespace
}  // namespace portexplorer
