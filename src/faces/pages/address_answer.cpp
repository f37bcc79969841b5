#include "faces/pages/address_answer.h"

#include "knowledge/address_knowledge.h"
#include "knowledge/hosts_file.h"

namespace portexplorer::pages {
namespace {

// IPv6 sockets that carry IPv4 are shown as IPv4.
ParsedAddress as_sockets_show(const AddressAnswer& answer) {
  return answer.scope.kind == AddressKind::v4_mapped && answer.carried ? *answer.carried
                                                                       : answer.asked.address;
}

}  // namespace

AddressAnswer answer_address(AddressArgument asked, std::shared_ptr<const Snapshot> snapshot,
                             std::string trouble, std::string_view hosts, const GeoSearch& search) {
  AddressAnswer answer;
  answer.asked = std::move(asked);
  answer.snapshot = std::move(snapshot);
  answer.trouble = std::move(trouble);
  const ParsedAddress address = answer.asked.address;
  answer.scope = address_scope(address.family, address.address);
  const auto carried =
      address.family == Family::ipv6 ? carried_ipv4(address.address) : std::nullopt;
  if (carried) answer.carried = ParsedAddress{Family::ipv4, *carried};
  answer.has_place = place_address(address.family, address.address).has_value();
  if (answer.has_place) {
    answer.geo = GeoData::open(search);
    answer.facts = answer.geo.find(address.family, address.address);
  }
  answer.hosts_names = HostsFile(hosts).names_of(address.family, address.address);
  if (answer.snapshot) answer.use = address_use(*answer.snapshot, as_sockets_show(answer));
  return answer;
}

void query_dns(AddressAnswer& answer, std::chrono::milliseconds most, const std::stop_token& stop) {
  auto reverse = ReverseNames::create();
  if (!reverse) {
    answer.reverse.known = HostSource::refused;
    return;
  }
  (*reverse)->ask({&answer.asked.address, 1});
  (*reverse)->wait(most, stop);
  if (const auto heard = (*reverse)->answer(answer.asked.address)) answer.reverse = *heard;
}

void query_whois(AddressAnswer& answer, const std::optional<WhoisServer>& server,
                 std::chrono::milliseconds most, const std::stop_token& stop) {
  if (!answer.has_place && !server) {
    answer.whois_trouble = "nobody has it: only public addresses are given to somebody"_text;
    return;
  }
  const auto place = place_address(answer.asked.address.family, answer.asked.address.address);
  auto heard = ask_whois({.address = place.value_or(answer.asked.address),
                          .server = server,
                          .timeout = most,
                          .stop = stop});
  if (heard) answer.whois = *std::move(heard);
  else answer.whois_trouble = heard.error().what;
}

}  // namespace portexplorer::pages
