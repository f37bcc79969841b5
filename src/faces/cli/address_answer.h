// What is told of an address, before it is text or JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "faces/cli/address_argument.h"
#include "faces/cli/text_buffer.h"
#include "knowledge/address_scope.h"
#include "knowledge/address_users.h"
#include "knowledge/geo_data.h"
#include "knowledge/reverse_names.h"
#include "knowledge/whois.h"

namespace portexplorer::cli {

struct AddressAnswer {
  AddressArgument asked;
  AddressScope scope;
  std::optional<ParsedAddress> carried;  // the IPv4 address that it stands for
  GeoData geo;                           // keeps what `facts` point to
  GeoFacts facts;                        // of the address, or of the one that it carries
  bool has_place = false;                // false: no country or network can be told of such an address
  std::vector<std::string> hosts_names;  // by this machine's hosts file
  ReverseAnswer reverse{.known = HostKnown::not_asked, .names = {}};
  std::optional<WhoisAnswer> whois;          // nothing: not asked, or …
  std::string whois_trouble;                 // … why not
  std::shared_ptr<const Snapshot> snapshot;  // null: this machine could not be read
  std::string trouble;                       // … and why; otherwise empty
  AddressUse use;
};

struct AddressTextOptions {
  int width = 80;
  bool color = false;
  bool all = false;  // the whole answer of a registry
};

void append_address_text(TextBuffer& out, const AddressAnswer&, const AddressTextOptions&);
void append_address_json(TextBuffer& out, const AddressAnswer&);

// "192.0.2.7 is a documentation address. …": all that is said first. Raw texts are escaped.
[[nodiscard]] std::string address_lead(const AddressAnswer&);
// "firefox (pid 2210, class normal) has one connection to it, at port 443."
[[nodiscard]] std::string address_user_sentence(const Snapshot&, const AddressUser&);
// What to do about it.
[[nodiscard]] std::string address_advice(const AddressAnswer&);
// "asked, but no answer came in time": of any of these but reverse_dns and hosts_file.
[[nodiscard]] std::string_view missing_name(HostKnown);
// Why the country or the network is not told; empty where it is.
[[nodiscard]] std::string missing_country(const AddressAnswer&);
[[nodiscard]] std::string missing_network(const AddressAnswer&);

}  // namespace portexplorer::cli
