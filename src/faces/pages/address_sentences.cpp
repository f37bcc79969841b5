// The sentences that are said of an address and of those who talk with it.
#include <algorithm>
#include <array>

#include "base/escape.h"
#include "faces/pages/address_answer.h"
#include "faces/pages/sentences.h"
#include "knowledge/services.h"
#include "model/fields.h"
#include "model/temporary.h"

namespace portexplorer::pages {
namespace {

std::string port_text(const RowView& view, bool remote) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  std::string text = std::to_string(port);
  const std::string_view service = has_ports(s.protocol) && !has_temporary_port(view, remote) ? service_name(s.protocol, port) : "";
  if (!service.empty()) text += " (" + std::string(service) + ")";
  return text;
}

// "at port 443 (https)", "at ports 80 (http) and 443 (https)"; each once.
std::string at_ports(const Snapshot& snapshot, const AddressUser& user, bool remote) {
  constexpr std::size_t kMost = 100;  // nobody counts further by eye
  std::vector<std::string> ports;
  for (const std::uint32_t row : user.rows) {
    std::string port = port_text(RowView(snapshot, snapshot.rows[row]), remote);
    if (ports.size() < kMost && std::ranges::find(ports, port) == ports.end()) ports.push_back(std::move(port));
  }
  return (ports.size() == 1 ? "port " : "ports ") + enumerated(ports);
}

std::string connections(const AddressUser& user) {
  return user.rows.size() == 1 ? "one connection" : std::to_string(user.rows.size()) + " connections";
}

std::string call_it(const AddressAnswer& answer) {
  std::string text = address_word(answer.asked.address, escaped(answer.asked.zone));
  if (!answer.asked.name.empty()) text += " (" + escaped(answer.asked.name) + ")";
  return text;
}

// "Germany", "the Netherlands"; the code where the name is not known.
std::string country_phrase(const GeoRecord& country) {
  static constexpr std::array kWithArticle = {"AE", "BS", "CF", "CK", "DO", "FK", "FO", "GB", "GM", "KM", "KY", "MH",
                                              "MP", "MV", "NL", "PH", "SB", "SC", "TC", "UM", "US", "VG", "VI"};
  if (country.country_name.empty()) return escaped(country.country);
  const bool article = std::ranges::find(kWithArticle, country.country) != kWithArticle.end();
  return (article ? "the " : "") + escaped(country.country_name);
}

std::string place(const AddressAnswer& answer) {
  std::string text;
  if (const GeoRecord* network = answer.facts.network) {
    text += " of the network of " + escaped(network->organisation.empty() ? network->network : network->organisation);
    if (!network->organisation.empty() && network->asn != 0) text += " (AS" + std::to_string(network->asn) + ")";
  }
  if (const GeoRecord* country = answer.facts.country) {
    text += text.empty() ? " " : ", ";
    text += "registered in " + country_phrase(*country);
  }
  return text;
}

std::string here(const AddressAnswer& answer) {
  if (answer.snapshot == nullptr || is_unspecified(answer.asked.address.address)) return "";
  const auto& users = answer.use.users;
  return users.empty() ? "" : " " + address_user_sentence(*answer.snapshot, users.front());
}

std::string missing(const AddressAnswer& answer, bool file_there, std::string_view what) {
  if (!answer.has_place) return "Only public addresses have one.";
  if (file_there) return "The file that was looked into does not know it.";
  std::string text = "Not known: there is no file of " + std::string(what) + " here.";
  for (const std::string& trouble : answer.geo.trouble()) text += " " + trouble + ".";
  return text;
}

}  // namespace

std::string address_user_sentence(const Snapshot& snapshot, const AddressUser& user) {
  // A name stays as it is; other words begin the sentence.
  const std::string name = who(RowView(snapshot, snapshot.rows[user.rows.front()]));
  const std::string subject = user.process == kNoIndex ? capitalized(name) : name;
  switch (user.role) {
    case AddressRole::listens: return subject + " listens at it, at " + at_ports(snapshot, user, false) + ".";
    case AddressRole::outgoing: return subject + " has " + connections(user) + " to it, at its " + at_ports(snapshot, user, true) + ".";
    case AddressRole::incoming: return subject + " has " + connections(user) + " from it, at " + at_ports(snapshot, user, false) + " here.";
    case AddressRole::either: return subject + " has " + connections(user) + " with it, at its " + at_ports(snapshot, user, true) + ".";
    case AddressRole::ended: break;
  }
  return capitalized(connections(user)) + " with it " + (user.rows.size() == 1 ? "has" : "have") + " ended; the kernel still remembers " +
         (user.rows.size() == 1 ? "it" : "them") + ".";
}

std::string address_lead(const AddressAnswer& answer) {
  std::string lead = call_it(answer) + " is " + std::string(answer.scope.phrase);
  const bool names_itself = answer.scope.kind == AddressKind::loopback || answer.scope.kind == AddressKind::unspecified;
  if (answer.use.is_own && !names_itself) lead += ", and this machine's own";
  lead += place(answer) + ".";
  if (!answer.scope.group.empty()) lead += " The group is: " + std::string(answer.scope.group) + ".";
  else lead += " " + std::string(answer.scope.sentence);
  if (answer.carried) lead += " Here it stands for " + address_word(*answer.carried) + ".";
  return lead + here(answer);
}

std::string address_advice(const AddressAnswer& answer) {
  if (answer.use.is_own) return "To see all that uses it: portexplorer address:" + address_word(answer.asked.address) + ".";
  switch (answer.scope.kind) {
    case AddressKind::private_use:
    case AddressKind::unique_local:
    case AddressKind::link_local:
      return "To find the machine, look at the list of devices that your router shows, or ask whoever runs the network.";
    case AddressKind::shared:
      return "Ask the provider, if you must know who it is. To everybody else it looks like the provider's own address.";
    case AddressKind::documentation:
    case AddressKind::benchmarking:
    case AddressKind::discard:
    case AddressKind::reserved: return "If a program here talks with it, a setting is probably wrong. Look at the process.";
    case AddressKind::open:
    case AddressKind::six_to_four:
    case AddressKind::teredo:
    case AddressKind::nat64:
    case AddressKind::v4_mapped:
      return "An address alone proves nothing: many sites share one, and the country is where it is registered. Look at the process that "
             "talks with it.";
    default: return "There is nothing to do about it.";
  }
}

std::string_view missing_name(HostKnown known) {
  switch (known) {
    case HostKnown::no_name: return "Name servers know no name of it.";
    case HostKnown::waiting:
    case HostKnown::no_answer: return "Name servers did not answer in time.";
    case HostKnown::refused: return "Name servers could not be reached, or would not say.";
    case HostKnown::unusable: return "The answer of the name servers was damaged, or no name of a machine.";
    default: return "Name servers were not asked.";
  }
}

std::string missing_country(const AddressAnswer& answer) {
  return answer.facts.country != nullptr ? "" : missing(answer, answer.geo.countries() != nullptr, "countries");
}

std::string missing_network(const AddressAnswer& answer) {
  return answer.facts.network != nullptr ? "" : missing(answer, answer.geo.networks() != nullptr, "networks");
}

}  // namespace portexplorer::pages
