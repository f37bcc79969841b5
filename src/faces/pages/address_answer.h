// What is told of an address, before it is text or JSON.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "faces/export/text_buffer.h"
#include "faces/pages/page_writer.h"
#include "knowledge/address_scope.h"
#include "knowledge/address_users.h"
#include "knowledge/geo_data.h"
#include "knowledge/reverse_names.h"
#include "knowledge/whois.h"

namespace portexplorer::pages {

// What is asked for.
struct AddressArgument {
  ParsedAddress address;
  std::string zone;                   // "eth0" of fe80::1%eth0; at most 15 printable bytes
  std::optional<std::uint32_t> port;  // that stood behind it
  std::string name;                   // that it was called by; empty for an address
  std::vector<ParsedAddress> others;  // that the name stands for too
};

// An address as it is written: 192.0.2.1, 192.0.2.1:443, 2001:db8::1, [2001:db8::1]:443,
// fe80::1%eth0. Nothing for anything else.
[[nodiscard]] std::optional<AddressArgument> parse_address(std::string_view);
[[nodiscard]] std::string address_word(const ParsedAddress&, std::string_view zone = {});

struct AddressAnswer {
  AddressArgument asked;
  AddressScope scope;
  std::optional<ParsedAddress> carried;  // the IPv4 address that it stands for
  GeoData geo;                           // keeps what `facts` point to
  GeoFacts facts;                        // of the address, or of the one that it carries
  bool has_place = false;  // false: no country or network can be told of such an address
  std::vector<std::string> hosts_names;  // by this machine's hosts file
  ReverseAnswer reverse{.known = HostSource::not_asked, .names = {}};
  std::optional<WhoisAnswer> whois;          // nothing: not asked, or …
  std::string whois_trouble;                 // … why not
  std::shared_ptr<const Snapshot> snapshot;  // null: this machine could not be read
  std::string trouble;                       // … and why; otherwise empty
  AddressUse use;
};

// From what was read of this machine (null, and why, if nothing was), the text of its hosts file
// and files of countries and networks. Asks nobody.
[[nodiscard]] AddressAnswer answer_address(AddressArgument, std::shared_ptr<const Snapshot>,
                                           std::string trouble, std::string_view hosts,
                                           const GeoSearch&);
// Asks name servers and waits for at most so long, unless it is stopped.
void query_dns(AddressAnswer&, std::chrono::milliseconds most, const std::stop_token& stop = {});
// Asks who has it, and waits for at most so long for each server, unless it is stopped. Without a
// server only what somebody can have.
void query_whois(AddressAnswer&, const std::optional<WhoisServer>&,
                 std::chrono::milliseconds most = WhoisRequest{}.timeout,
                 const std::stop_token& stop = {});

struct AddressPageOptions {
  bool all = false;  // the whole answer of a registry
};

void write_address_page(PageWriter&, const AddressAnswer&, const AddressPageOptions&);
void append_address_json(TextBuffer& out, const AddressAnswer&);

// "192.0.2.7 is a documentation address. …": all that is said first. Raw texts are escaped.
[[nodiscard]] std::string address_lead(const AddressAnswer&, const Words& = english());
// "firefox (pid 2210, class normal) has one connection to it, at port 443."
[[nodiscard]] std::string address_user_sentence(const Snapshot&, const AddressUser&,
                                                const Words& = english());
// What to do about it.
[[nodiscard]] std::string address_advice(const AddressAnswer&, const Words& = english());
// "asked, but no answer came in time": of any of these but reverse_dns and hosts_file.
[[nodiscard]] std::string missing_name(HostSource, const Words& = english());
// What people call a country in this language. Raw.
[[nodiscard]] std::string country_in(const GeoRecord&, const Words&);
// Why the country or the network is not told; empty where it is.
[[nodiscard]] std::string missing_country(const AddressAnswer&, const Words& = english());
[[nodiscard]] std::string missing_network(const AddressAnswer&, const Words& = english());

}  // namespace portexplorer::pages
