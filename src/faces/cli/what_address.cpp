// `portexplorer what address`: what kind of address it is, where it belongs, and who here talks with it.
#include "faces/cli/address_answer.h"
#include "faces/cli/output.h"
#include "faces/cli/page.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "knowledge/address_knowledge.h"
#include "model/derive.h"

namespace portexplorer::cli {
namespace {

// IPv6 sockets that carry IPv4 are shown as what they are.
ParsedAddress as_sockets_show(const AddressAnswer& answer) {
  return answer.scope.kind == AddressKind::v4_mapped && answer.carried ? *answer.carried : answer.asked.address;
}

void look_around(AddressAnswer& answer, const Environment& env) {
  const auto sample = env.make_source()->sample({.traffic = false});
  if (!sample) {
    answer.trouble = sample.error().what;
    return;
  }
  answer.snapshot = derive(nullptr, *sample);
  answer.use = address_use(*answer.snapshot, as_sockets_show(answer));
}

AddressAnswer make_answer(AddressArgument asked, std::string_view hosts, const Options& options, const Environment& env) {
  AddressAnswer answer;
  answer.asked = std::move(asked);
  const ParsedAddress address = answer.asked.address;
  answer.scope = address_scope(address.family, address.address);
  const auto carried = address.family == Family::ipv6 ? carried_ipv4(address.address) : std::nullopt;
  if (carried) answer.carried = ParsedAddress{Family::ipv4, *carried};
  answer.has_place = place_address(address.family, address.address).has_value();
  if (answer.has_place) {
    answer.geo = GeoData::open(geo_search(options, env));
    answer.facts = answer.geo.find(address.family, address.address);
  }
  answer.hosts_names = HostsFile(hosts).names_of(address.family, address.address);
  look_around(answer, env);
  return answer;
}

}  // namespace

int run_what_address(WhatWords words, const Options& options, const Environment& env) {
  const std::string hosts = read_hosts_text(env.hosts_path);
  auto asked = parse_address_argument(words, {.ipv4 = options.ipv4, .ipv6 = options.ipv6}, hosts);
  if (!asked) return refuse_usage(env, asked.error());
  const AddressAnswer answer = make_answer(*std::move(asked), hosts, options, env);
  Output out(env.out);
  if (options.format == Format::json) append_address_json(out.buffer(), answer);
  else append_address_text(out.buffer(), answer, {.width = page_width(env), .color = wants_color(options, env)});
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
