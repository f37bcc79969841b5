// `portexplorer what port`: what a port is for, and who uses it here.
#include <charconv>
#include <optional>

#include "base/escape.h"
#include "faces/cli/output.h"
#include "faces/cli/page.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "knowledge/services.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

std::optional<std::uint32_t> parse_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535) return std::nullopt;
  return port;
}

void append_users(Page& page, const Snapshot& snapshot, std::uint32_t port) {
  for (const Row& row : snapshot.rows) {
    const RowView view(snapshot, row);
    if (view.socket().local_port != port || row.direction != Direction::listening || view.process() == nullptr) continue;
    const std::string pid = std::to_string(view.process()->pid.value());
    page.entry("On this machine", escaped(view.process()->name) + " (pid " + pid + ") listens on it.",
               "→ portexplorer what process " + pid);
  }
}

}  // namespace

bool fits_port(WhatWords words) { return words.size() == 1 && parse_port(words[0]).has_value(); }

int run_what_port(WhatWords words, const Options& options, const Environment& env) {
  const auto port = words.size() == 1 ? parse_port(words[0]) : std::nullopt;
  if (!port) return refuse_usage(env, Error{ErrorKind::malformed, 0, "what port takes a number from 1 to 65535"});
  const auto source = env.make_source();
  const auto sample = source->sample({});
  Output out(env.out);
  Page page(out.buffer(), page_width(env), wants_color(options, env));
  page.paragraph("Port " + std::to_string(*port) + " is registered as " + std::string(service_name(Protocol::tcp, *port)) + ".");
  page.begin_entries(0);
  if (sample) append_users(page, *derive(nullptr, *sample), *port);
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
