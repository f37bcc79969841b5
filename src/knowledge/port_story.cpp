#include "knowledge/port_story.h"

#include <array>

namespace portexplorer {
namespace {

bool is_ephemeral(const PortQuestion& q) {
  if (q.used_here == UsedHere::as_service) return false;
  return q.used_here == UsedHere::as_ephemeral || (q.local_side && q.range.contains(q.port));
}

PortStory usual_story(const PortKnowledge& known) {
  const auto told = [](StoryRule rule, std::string_view name, std::string_view text) {
    return PortStory{rule, rule, name, text};
  };
  if (!known.likely.empty())
    return told(StoryRule::likely, known.likely[0].name, known.likely[0].text);
  if (!known.unofficial.empty())
    return told(StoryRule::unofficial, known.unofficial[0].name, known.unofficial[0].text);
  if (!known.registered.empty())
    return told(StoryRule::registered, known.registered[0].name, known.registered[0].description);
  return {};
}

}  // namespace

std::string_view to_string(StoryRule rule) {
  constexpr std::array<std::string_view, 6> words = {"none",   "ephemeral",  "here",
                                                     "likely", "unofficial", "registered"};
  return words[static_cast<std::size_t>(rule)];
}

PortStory port_story(const PortQuestion& question, const PortKnowledge& known) {
  if (is_ephemeral(question)) return {StoryRule::ephemeral, StoryRule::none, {}, {}};
  PortStory story = usual_story(known);
  if (question.used_here == UsedHere::as_service) story.rule = StoryRule::here;
  return story;
}

}  // namespace portexplorer
