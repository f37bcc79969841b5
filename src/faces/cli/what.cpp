#include "faces/cli/what.h"

#include <net/if.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/escape.h"
#include "base/join.h"
#include "base/suggestion.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/export/json.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

constexpr std::array kKinds = {
    WhatKind{"port", "port 25", "what a port is for, and who uses it here", fits_port,
             run_what_port},
    WhatKind{"process", "process 412", "what a process is, and what to check", fits_process,
             run_what_process},
    WhatKind{"address", "address 192.0.2.1", "what an address is, and who uses it here",
             fits_address, run_what_address},
    WhatKind{"term", "term TIME_WAIT", "what a state, column or mark means", fits_term,
             run_what_term},
    WhatKind{"beginner", "beginner", "how to read the list", fits_beginner, run_what_beginner},
};

void append_json_kinds(TextBuffer& out) {
  out.append("{\"schema\":\"portexplorer.what/1\",\"kinds\":[");
  bool first = true;
  for (const WhatKind& kind : kKinds) {
    out.append(first ? std::string_view("\n{\"kind\":") : std::string_view(",\n{\"kind\":"));
    first = false;
    append_json_string(out, kind.name);
    out.append(",\"example\":");
    append_json_string(out, "portexplorer what " + std::string(kind.example));
    out.append(",\"help\":");
    append_json_string(out, kind.help);
    out.append('}');
  }
  out.append("]}\n");
}

int list_kinds(const Options& options, const Environment& env) {
  Output out(env.out);
  if (options.format == Format::json) {
    append_json_kinds(out.buffer());
    return exit_code_after(env, out, kExitFine);
  }
  out.write("portexplorer what explains:\n\n");
  for (const WhatKind& kind : kKinds) {
    std::string line = "  portexplorer what " + std::string(kind.example);
    line.resize(std::max<std::size_t>(line.size() + 2, 40), ' ');
    out.write(line + std::string(kind.help) + "\n");
  }
  return exit_code_after(env, out, kExitFine);
}

int refuse(const Environment& env, std::string what) {
  return refuse_usage(env, Error{ErrorKind::malformed, 0, std::move(what)});
}

int refuse_unknown(WhatWords words, const Environment& env) {
  std::vector<std::string_view> names;
  names.reserve(kKinds.size());
  for (const WhatKind& kind : kKinds) names.push_back(kind.name);
  std::string text =
      "\"" + escaped(joined(words, " ")) + "\" is not a known port, process, address or term";
  if (words.size() == 1 && words[0].size() < IF_NAMESIZE &&
      ::if_nametoindex(words[0].c_str()) != 0) {
    text += ": it is a network interface; portexplorer list interface:" + escaped(words[0]) +
            " shows what is bound to it";
  } else if (const auto near = nearest_word(words[0], names))
    text += " (did you mean portexplorer what " + std::string(*near) + "?)";
  else text += " (portexplorer what lists what it can explain)";
  return refuse(env, text);
}

int refuse_ambiguous(WhatWords words, std::span<const WhatKind* const> kinds,
                     const Environment& env) {
  std::string choices;
  for (const WhatKind* kind : kinds) {
    choices += choices.empty() ? "" : kind == kinds.back() ? " or " : ", ";
    choices += "portexplorer what " + std::string(kind->name) + " " + escaped(joined(words, " "));
  }
  return refuse(env, "\"" + escaped(joined(words, " ")) + "\" is ambiguous; use " + choices);
}

// For words without a kind: uses the kind that they fit, if it is the only one.
int run_guessed(const Options& options, const Environment& env) {
  const WhatWords words = options.words;
  std::vector<const WhatKind*> fitting;
  for (const WhatKind& kind : kKinds) {
    if (kind.fits(words)) fitting.push_back(&kind);
  }
  if (fitting.empty()) return refuse_unknown(words, env);
  if (fitting.size() > 1) return refuse_ambiguous(words, fitting, env);
  if (!options.quiet) {
    say(env, "portexplorer: interpreted as portexplorer what " + std::string(fitting[0]->name) +
                 " " + escaped(joined(words, " ")));
  }
  return fitting[0]->run(words, options, env);
}

}  // namespace

MachineRead read_machine(const Environment& env) {
  const auto sample = env.make_source()->sample({});
  if (!sample) return {nullptr, sample.error().what};
  return {derive(nullptr, *sample), ""};
}

int page_width(const Environment& env) {
  constexpr int kLeastWidth = 40;
  constexpr int kUsualWidth = 80;
  constexpr int kMostWidth = 120;
  return env.terminal.is_terminal ? std::clamp(env.terminal.columns, kLeastWidth, kMostWidth)
                                  : kUsualWidth;
}

std::span<const WhatKind> what_kinds() { return kKinds; }

int run_what(const Options& options, const Environment& env) {
  if (options.words.empty()) return list_kinds(options, env);
  const auto* kind = std::ranges::find(kKinds, std::string_view(options.words[0]), &WhatKind::name);
  if (kind == kKinds.end()) return run_guessed(options, env);
  return kind->run(WhatWords(options.words).subspan(1), options, env);
}

}  // namespace portexplorer::cli
