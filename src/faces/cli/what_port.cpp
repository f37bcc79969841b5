// `portexplorer what port`: what a port is for, and who uses it here.
#include <algorithm>

#include "base/escape.h"
#include "faces/cli/output.h"
#include "faces/cli/page.h"
#include "faces/cli/port_answer.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

PortPart make_part(const PortAnswer& answer, Protocol protocol) {
  const PortArgument& asked = answer.asked;
  PortPart part{.protocol = protocol, .known = port_knowledge(protocol, asked.port), .users = {}, .story = {}};
  const PortSides sides{.local = asked.side != PortArgument::Side::remote, .remote = asked.side != PortArgument::Side::local};
  if (answer.snapshot) part.users = port_users(*answer.snapshot, protocol, asked.port, sides);
  part.story = port_story({.protocol = protocol,
                           .port = asked.port,
                           .local_side = asked.side == PortArgument::Side::local,
                           .range = answer.range,
                           .used_here = used_here(part.users)},
                          part.known);
  if (part.story.rule == StoryRule::temporary) part.known = {};
  return part;
}

bool says_something(const PortPart& part) { return !part.known.is_empty() || !part.users.empty(); }

// Everything known of the protocols asked for. Without a protocol, those that say nothing are left out.
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

PortAnswer make_answer(PortArgument asked, const Environment& env) {
  PortAnswer answer;
  answer.asked = std::move(asked);
  const auto sample = env.make_source()->sample({.traffic = false});
  if (sample) {
    answer.snapshot = derive(nullptr, *sample);
    answer.range = temporary_range(answer.snapshot->sample->host);
  } else {
    answer.range = temporary_range(Host{});
    answer.trouble = sample.error().what;
  }
  add_parts(answer);
  return answer;
}

}  // namespace

bool PortAnswer::is_empty() const {
  return std::ranges::none_of(parts, [](const PortPart& p) { return says_something(p) || p.story.rule == StoryRule::temporary; });
}

int run_what_port(WhatWords words, const Options& options, const Environment& env) {
  auto asked = parse_port_argument(words);
  if (!asked) return refuse_usage(env, asked.error());
  const PortAnswer answer = make_answer(*std::move(asked), env);
  Output out(env.out);
  if (options.format == Format::json) append_port_json(out.buffer(), answer);
  else append_port_text(out.buffer(), answer, {.width = page_width(env), .color = wants_color(options, env), .all = options.all});
  return exit_code_after(env, out, answer.is_empty() ? kExitNothing : kExitFine);
}

}  // namespace portexplorer::cli
