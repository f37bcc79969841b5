// What a port most likely is, by a rule that can be told: an ephemeral port is nothing at all;
// otherwise who uses it here now, then what is met most (data/likely.tsv), then what uses it
// without registration, then what it is registered for.
#pragma once

#include <optional>
#include <string_view>

#include "knowledge/ports.h"
#include "model/ephemeral_ports.h"

namespace portexplorer {

enum class StoryRule : std::uint8_t { none, ephemeral, here, likely, unofficial, registered };
[[nodiscard]] std::string_view to_string(StoryRule);

// How the port is used here now, as far as the asker knows.
enum class UsedHere : std::uint8_t {
  not_at_all,
  as_service,    // somebody listens on it, or is connected to it at another machine
  as_ephemeral,  // it is the local port of an outbound socket, inside the range
};

struct PortQuestion {
  Protocol protocol = Protocol::tcp;
  std::uint32_t port = 0;
  bool local_side =
      false;  // asked for as a local port; otherwise by number alone, or as a remote port
  PortRange range;
  UsedHere used_here = UsedHere::not_at_all;
};

struct PortStory {
  StoryRule rule = StoryRule::none;  // what decided
  StoryRule usual =
      StoryRule::none;  // where `name` and `text` are from; none for an ephemeral port
  std::string_view name;
  std::string_view text;  // may be empty
};

// `known` must be port_knowledge() of the question's port. An ephemeral port has neither service
// nor threats.
[[nodiscard]] PortStory port_story(const PortQuestion&, const PortKnowledge& known);

}  // namespace portexplorer
