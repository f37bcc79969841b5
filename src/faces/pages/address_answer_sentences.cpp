// Builds the sentences about an address and the processes that use it.
#include <algorithm>
#include <array>

#include "base/escape.h"
#include "faces/pages/address_answer.h"
#include "faces/pages/sentences.h"
#include "knowledge/services.h"
#include "model/ephemeral_ports.h"
#include "model/fields.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kMostNamed = 100;  // more are not worth counting exactly

std::string port_text(const RowView& view, bool remote) {
  const Socket& s = view.socket();
  const std::uint32_t port = remote ? s.remote_port : s.local_port;
  std::string text = std::to_string(port);
  const std::string_view service = has_ports(s.protocol) && !has_ephemeral_port(view, remote)
                                       ? service_name(s.protocol, port)
                                       : "";
  if (!service.empty()) text += " (" + std::string(service) + ")";
  return text;
}

// Returns "443 (https)"; each port once.
std::vector<std::string> ports_of(const Snapshot& snapshot, const AddressUser& user, bool remote) {
  std::vector<std::string> ports;
  for (const std::uint32_t row : user.rows) {
    std::string port = port_text(RowView(snapshot, snapshot.rows[row]), remote);
    if (ports.size() < kMostNamed && std::ranges::find(ports, port) == ports.end())
      ports.push_back(std::move(port));
  }
  return ports;
}

// Describes the processes that use an address, in one language.
class AddressUserSentence {
 public:
  AddressUserSentence(const Snapshot& snapshot, const AddressUser& user, const Words& words)
      : snapshot_(snapshot), user_(user), words_(words) {}

  [[nodiscard]] std::string tell() const {
    switch (user_.role) {
      case AddressRole::listens:
        return words_.say("{1} listens at it, at {2}."_text, {subject(), ports(false)});
      case AddressRole::outgoing:
        return one() ? words_.say("{1} has one connection to it, at its {2}."_text,
                                  {subject(), ports(true)})
                     : words_.say("{1} has {2} connections to it, at its {3}."_text,
                                  {subject(), count(), ports(true)});
      case AddressRole::incoming:
        return one() ? words_.say("{1} has one connection from it, at {2} here."_text,
                                  {subject(), ports(false)})
                     : words_.say("{1} has {2} connections from it, at {3} here."_text,
                                  {subject(), count(), ports(false)});
      case AddressRole::either:
        return one() ? words_.say("{1} has one connection with it, at its {2}."_text,
                                  {subject(), ports(true)})
                     : words_.say("{1} has {2} connections with it, at its {3}."_text,
                                  {subject(), count(), ports(true)});
      case AddressRole::connecting:
        return words_.say("{1} tries to connect to it, at its {2}."_text, {subject(), ports(true)});
      case AddressRole::local: return local();
      default: return in_its_netns(first(), of_no_program(), words_);
    }
  }

 private:
  [[nodiscard]] RowView first() const { return {snapshot_, snapshot_.rows[user_.rows.front()]}; }

  [[nodiscard]] std::string local() const {
    std::vector<std::string> peers;
    for (const std::uint32_t row : user_.rows) {
      std::string peer;
      append_address(peer, RowView(snapshot_, snapshot_.rows[row]), true);
      peer = escaped(peer);
      if (peers.size() < kMostNamed && std::ranges::find(peers, peer) == peers.end())
        peers.push_back(std::move(peer));
    }
    const std::string others = enumerated(peers, words_);
    if (first().socket().state == State::syn_sent)
      return words_.say("{1} tries to connect from it to {2}."_text, {subject(), others});
    return one() ? words_.say("{1} uses it for one connection, with {2}."_text, {subject(), others})
                 : words_.say("{1} uses it for {2} connections, with {3}."_text,
                              {subject(), count(), others});
  }

  [[nodiscard]] std::string of_no_program() const {
    if (user_.role == AddressRole::closing) {
      return one()
                 ? words_.say(
                       "One connection with it was closed by its program; the kernel waits for the other end."_text)
                 : words_.say(
                       "{1} connections with it were closed by their programs; the kernel waits for the other ends."_text,
                       {count()});
    }
    if (user_.role == AddressRole::ended) {
      return one()
                 ? words_.say(
                       "One connection with it has ended; the kernel still remembers it."_text)
                 : words_.say(
                       "{1} connections with it have ended; the kernel still remembers them."_text,
                       {count()});
    }
    if (first().socket().state == State::syn_recv) {
      return one() ? words_.say("One connection with it is being established, at {1} here."_text,
                                {ports(false)})
                   : words_.say("{1} connections with it are being established, at {2} here."_text,
                                {count(), ports(false)});
    }
    return one()
               ? words_.say(
                     "One connection with it waits to be accepted by the program that listens, at {1} here."_text,
                     {ports(false)})
               : words_.say(
                     "{1} connections with it wait to be accepted by the program that listens, at {2} here."_text,
                     {count(), ports(false)});
  }

  [[nodiscard]] bool one() const { return user_.rows.size() == 1; }
  [[nodiscard]] std::string count() const { return std::to_string(user_.rows.size()); }
  // A program name keeps its case; other words start the sentence.
  [[nodiscard]] std::string subject() const {
    std::string name = who(RowView(snapshot_, snapshot_.rows[user_.rows.front()]), words_);
    return user_.process == kNoIndex ? capitalized(std::move(name)) : name;
  }
  [[nodiscard]] std::string ports(bool remote) const {
    const std::vector<std::string> all = ports_of(snapshot_, user_, remote);
    return words_.say(all.size() == 1 ? "port {1}"_text : "ports {1}"_text,
                      {enumerated(all, words_)});
  }

  const Snapshot& snapshot_;
  const AddressUser& user_;
  const Words& words_;
};

std::string call_it(const AddressAnswer& answer) {
  std::string text = address_word(answer.asked.address, escaped(answer.asked.zone));
  if (!answer.asked.name.empty()) text += " (" + escaped(answer.asked.name) + ")";
  return text;
}

// Returns "Germany", "the Netherlands"; the code if the name is unknown.
std::string country_phrase(const GeoRecord& country, const Words& words) {
  static constexpr std::array kWithArticle = {"AE", "BS", "CF", "CK", "DO", "FK", "FO", "GB",
                                              "GM", "KM", "KY", "MH", "MP", "MV", "NL", "PH",
                                              "SB", "SC", "TC", "UM", "US", "VG", "VI"};
  if (country.country_name.empty()) return escaped(country.country);
  const std::string name = escaped(country_in(country, words));
  const bool article = std::ranges::find(kWithArticle, country.country) != kWithArticle.end();
  return article ? words.say("the {1}"_text, {name}) : name;
}

// Returns the name of the network's operator in common usage.
std::string network_phrase(const GeoRecord& network) {
  if (network.organisation.empty()) return escaped(network.network);
  return escaped(network.organisation) +
         (network.asn == 0 ? "" : " (AS" + std::to_string(network.asn) + ")");
}

// Returns e.g. "a public address of the network of Example (AS64500), registered in Germany".
std::string what_it_is(const AddressAnswer& answer, const Words& words) {
  const bool names_itself =
      answer.scope.kind == AddressKind::loopback || answer.scope.kind == AddressKind::unspecified;
  std::string phrase = words.translated(answer.scope.phrase);
  if (answer.use.is_own && !names_itself)
    phrase = words.say("{1}, and this machine's own"_text, {phrase});
  const GeoRecord* network = answer.facts.network;
  const GeoRecord* country = answer.facts.country;
  if (network != nullptr && country != nullptr) {
    return words.say("{1} of the network of {2}, registered in {3}"_text,
                     {phrase, network_phrase(*network), country_phrase(*country, words)});
  }
  if (network != nullptr)
    return words.say("{1} of the network of {2}"_text, {phrase, network_phrase(*network)});
  if (country != nullptr)
    return words.say("{1} registered in {2}"_text, {phrase, country_phrase(*country, words)});
  return phrase;
}

std::string missing(const AddressAnswer& answer, bool file_there, Text no_file,
                    const Words& words) {
  if (!answer.has_place) return words.say("Only public addresses have one."_text);
  if (file_there) return words.say("The file that was looked into does not know it."_text);
  std::string text = words.say(no_file);
  for (const std::string& trouble : answer.geo.trouble()) text += " " + trouble + ".";
  return text;
}

}  // namespace

std::string country_in(const GeoRecord& country, const Words& words) {
  const std::string_view usual = country_name(country.country);
  std::string name = words.translated(usual);
  return name == usual ? country.country_name
                       : name;  // the name in the file, if this language has none
}

std::string address_user_sentence(const Snapshot& snapshot, const AddressUser& user,
                                  const Words& words) {
  return AddressUserSentence(snapshot, user, words).tell();
}

std::string address_lead(const AddressAnswer& answer, const Words& words) {
  std::string lead =
      words.say("{1} is {2}."_text, {call_it(answer), what_it_is(answer, words)}) + " ";
  if (answer.scope.group.empty()) lead += words.translated(answer.scope.sentence);
  else lead += words.say("The group is: {1}."_text, {words.translated(answer.scope.group)});
  if (answer.carried)
    lead += " " + words.say("Here it stands for {1}."_text, {address_word(*answer.carried)});
  const bool tells_use = answer.snapshot != nullptr &&
                         !is_unspecified(answer.asked.address.address) && !answer.use.users.empty();
  return tells_use
             ? lead + " " + address_user_sentence(*answer.snapshot, answer.use.users.front(), words)
             : lead;
}

std::string address_advice(const AddressAnswer& answer, const Words& words) {
  if (answer.use.is_own)
    return words.say("To see all that uses it:"_text) +
           " portexplorer address:" + address_word(answer.asked.address) + ".";
  switch (answer.scope.kind) {
    case AddressKind::private_use:
    case AddressKind::unique_local:
    case AddressKind::link_local:
      return words.say(
          "To find the machine, look at the list of devices that your router shows, or ask whoever runs the network."_text);
    case AddressKind::shared:
      return words.say(
          "Ask the provider, if you must know who it is. To everybody else it looks like the provider's own address."_text);
    case AddressKind::documentation:
    case AddressKind::benchmarking:
    case AddressKind::discard:
    case AddressKind::reserved:
      return words.say(
          "If a program here talks with it, a setting is probably wrong. Look at the process."_text);
    case AddressKind::open:
    case AddressKind::six_to_four:
    case AddressKind::teredo:
    case AddressKind::nat64:
    case AddressKind::v4_mapped:
      return words.say(
          "An address alone proves nothing: many sites share one, and the country is where it is "
          "registered. Look at the process that "
          "talks with it."_text);
    default: return words.say("There is nothing to do about it."_text);
  }
}

std::string missing_name(HostSource known, const Words& words) {
  switch (known) {
    case HostSource::no_name: return words.say("Name servers know no name of it."_text);
    case HostSource::waiting:
    case HostSource::no_answer: return words.say("Name servers did not answer in time."_text);
    case HostSource::refused:
      return words.say("Name servers could not be reached, or would not say."_text);
    case HostSource::unusable:
      return words.say("The answer of the name servers was damaged, or no name of a machine."_text);
    default: return words.say("Name servers were not asked."_text);
  }
}

std::string missing_country(const AddressAnswer& answer, const Words& words) {
  if (answer.facts.country != nullptr) return "";
  return missing(answer, answer.geo.countries() != nullptr,
                 "Not known: there is no file of countries here."_text, words);
}

std::string missing_network(const AddressAnswer& answer, const Words& words) {
  if (answer.facts.network != nullptr) return "";
  return missing(answer, answer.geo.networks() != nullptr,
                 "Not known: there is no file of networks here."_text, words);
}

}  // namespace portexplorer::pages
