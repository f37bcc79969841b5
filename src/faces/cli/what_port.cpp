// `portexplorer what port`: what a port is for, and who uses it here.
#include "faces/cli/output.h"
#include "faces/cli/port_argument.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "faces/pages/port_answer.h"
#include "faces/pages/text_page.h"

namespace portexplorer::cli {

int run_what_port(WhatWords words, const Options& options, const Environment& env) {
  auto asked = parse_port_argument(words);
  if (!asked) return refuse_usage(env, asked.error());
  MachineRead here = read_machine(env);
  const pages::PortAnswer answer =
      pages::answer_port(*std::move(asked), std::move(here.snapshot), std::move(here.trouble));
  Output out(env.out);
  if (options.format == Format::json) {
    pages::append_port_json(out.buffer(), answer);
  } else {
    pages::TextPage page(out.buffer(), page_width(env), wants_color(options, env));
    pages::write_port_page(page, answer, {.all = options.all});
  }
  return exit_code_after(env, out, answer.is_empty() ? kExitNothing : kExitFine);
}

}  // namespace portexplorer::cli
