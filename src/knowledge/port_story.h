// Determines what a port most likely is, by a rule that can be explained: an ephemeral port is
// nothing in particular. Otherwise the first of these applies: what uses it here now, its most
// common use (data/likely.tsv), its unregistered use, its registration.
#pragma once

#include <optional>
#include <string_view>

#include "knowledge/ports.h"
#include "model/ephemeral_ports.h"

namespace portexplorer {

enum class StoryRule : std::uint8_t { none, ephemeral, here, likely, unofficial, registered };
[[nodiscard]] std::string_view to_string(StoryRule);

// How the port is used here now, as far as the caller has determined.
enum class UsedHere : std::uint8_t {
  not_at_all,
  as_service,    // a process listens on it, or is connected to it on another host
  as_ephemeral,  // the local port of an outbound socket, inside the ephemeral range
};

struct PortQuestion {
  Protocol protocol = Protocol::tcp;
  std::uint32_t port = 0;
  // Whether the query is for a local port. Otherwise it is for a number alone or for a remote port.
  bool local_side = false;
  PortRange range;
  UsedHere used_here = UsedHere::not_at_all;
};

struct PortStory {
  StoryRule rule = StoryRule::none;   // the rule that applied
  StoryRule usual = StoryRule::none;  // the source of `name` and `text`; none for an ephemeral port
  std::string_view name;
  std::string_view text;  // may be empty
};

// Returns the story of a port. `known` must be port_knowledge() of the port in question. An
// ephemeral port has neither a service nor threats.
[[nodiscard]] PortStory port_story(const PortQuestion&, const PortKnowledge& known);

}  // namespace portexplorer
