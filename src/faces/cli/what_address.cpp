// `portexplorer what address`: the kind of the address, its country and network, and who here
// communicates with it.
#include "faces/cli/address_argument.h"
#include "faces/cli/in_quotes.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "faces/pages/text_page.h"
#include "knowledge/address_knowledge.h"

namespace portexplorer::cli {

int run_what_address(WhatWords words, const Options& options, const Environment& env) {
  const std::string hosts = read_hosts_text(env.hosts_path);
  auto asked = parse_address_argument(words, {.ipv4 = options.ipv4, .ipv6 = options.ipv6}, hosts);
  if (!asked) return refuse_usage(env, asked.error());
  const auto server = parse_whois_server(options.whois_server);
  if (!options.whois_server.empty() && !server) {
    return refuse_usage(env,
                        Error{ErrorKind::malformed, 0,
                              "--whois-server: invalid value " + in_quotes(options.whois_server) +
                                  " (expected host or host:port)"});
  }
  MachineRead here = read_machine(env);
  pages::AddressAnswer answer =
      pages::answer_address(*std::move(asked), std::move(here.snapshot), std::move(here.trouble),
                            hosts, geo_search(options, env));
  if (options.resolve)
    pages::query_dns(answer,
                     std::chrono::duration_cast<std::chrono::milliseconds>(options.resolve_wait));
  if (options.whois || server) pages::query_whois(answer, server);
  Output out(env.out);
  if (options.format == Format::json) {
    pages::append_address_json(out.buffer(), answer);
  } else {
    pages::TextPage page(out.buffer(), page_width(env), wants_color(options, env));
    pages::write_address_page(page, answer, {.all = options.all});
  }
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
