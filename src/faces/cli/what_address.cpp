// `portexplorer what address`: what kind of address it is, where it belongs, and who here talks with it.
#include "base/escape.h"
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

void ask_name_servers(AddressAnswer& answer, const Options& options) {
  auto reverse = ReverseNames::create();
  if (!reverse) {
    answer.reverse.known = HostKnown::refused;
    return;
  }
  (*reverse)->ask({&answer.asked.address, 1});
  (*reverse)->wait(std::chrono::duration_cast<std::chrono::milliseconds>(options.resolve_wait));
  if (const auto heard = (*reverse)->answer(answer.asked.address)) answer.reverse = *heard;
}

void ask_registries(AddressAnswer& answer, const std::optional<WhoisServer>& server) {
  if (!answer.has_place && !server) {
    answer.whois_trouble = "nobody has it: only public addresses are given to somebody";
    return;
  }
  const auto place = place_address(answer.asked.address.family, answer.asked.address.address);
  auto heard = ask_whois({.address = place.value_or(answer.asked.address), .server = server});
  if (heard) answer.whois = *std::move(heard);
  else answer.whois_trouble = heard.error().what;
}

}  // namespace

int run_what_address(WhatWords words, const Options& options, const Environment& env) {
  const std::string hosts = read_hosts_text(env.hosts_path);
  auto asked = parse_address_argument(words, {.ipv4 = options.ipv4, .ipv6 = options.ipv6}, hosts);
  if (!asked) return refuse_usage(env, asked.error());
  const auto server = parse_whois_server(options.whois_server);
  if (!options.whois_server.empty() && !server) {
    return refuse_usage(
        env, Error{ErrorKind::malformed, 0, "--whois-server wants a host or host:port, not \"" + escaped(options.whois_server) + "\""});
  }
  AddressAnswer answer = make_answer(*std::move(asked), hosts, options, env);
  if (options.resolve) ask_name_servers(answer, options);
  if (options.whois || server) ask_registries(answer, server);
  Output out(env.out);
  if (options.format == Format::json) append_address_json(out.buffer(), answer);
  else append_address_text(out.buffer(), answer, {.width = page_width(env), .color = wants_color(options, env), .all = options.all});
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
