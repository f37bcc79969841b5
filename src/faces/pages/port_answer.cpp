#include "faces/pages/port_answer.h"

#include <algorithm>

namespace portexplorer::pages {
namespace {

PortPart make_part(const PortAnswer& answer, Protocol protocol) {
  const PortArgument& asked = answer.asked;
  PortPart part{.protocol = protocol,
                .known = port_knowledge(protocol, asked.port),
                .users = {},
                .story = {}};
  const PortSides sides{.local = asked.side != PortArgument::Side::remote,
                        .remote = asked.side != PortArgument::Side::local};
  if (answer.snapshot) part.users = port_users(*answer.snapshot, protocol, asked.port, sides);
  part.story = port_story({.protocol = protocol,
                           .port = asked.port,
                           .local_side = asked.side == PortArgument::Side::local,
                           .range = answer.range,
                           .used_here = used_here(part.users)},
                          part.known);
  if (part.story.rule == StoryRule::ephemeral) part.known = {};
  return part;
}

bool says_something(const PortPart& part) { return !part.known.is_empty() || !part.users.empty(); }

// Adds everything known for the requested protocols. If none was given, protocols without any
// information are left out.
void add_parts(PortAnswer& answer) {
  std::vector<Protocol> protocols = answer.asked.protocols;
  if (protocols.empty()) protocols = {Protocol::tcp, Protocol::udp, Protocol::sctp, Protocol::dccp};
  for (const Protocol p : protocols) answer.parts.push_back(make_part(answer, p));
  if (!answer.asked.protocols.empty()) return;
  if (std::ranges::any_of(answer.parts, says_something)) {
    std::erase_if(answer.parts, [](const PortPart& p) { return !says_something(p); });
  } else {
    answer.parts.resize(2);
  }
}

}  // namespace

bool PortAnswer::is_empty() const {
  return std::ranges::none_of(parts, [](const PortPart& p) {
    return says_something(p) || p.story.rule == StoryRule::ephemeral;
  });
}

PortAnswer answer_port(PortArgument asked, std::shared_ptr<const Snapshot> snapshot,
                       std::string trouble) {
  PortAnswer answer;
  answer.asked = std::move(asked);
  answer.snapshot = std::move(snapshot);
  answer.trouble = std::move(trouble);
  answer.range = ephemeral_range(answer.snapshot ? answer.snapshot->sample->host : Host{});
  add_parts(answer);
  return answer;
}

}  // namespace portexplorer::pages
