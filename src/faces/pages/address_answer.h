// The answer about an address, before it is formatted as text or JSON.
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

// What the user asked for.
struct AddressArgument {
  ParsedAddress address;
  std::string zone;                   // "eth0" of fe80::1%eth0; at most 15 printable bytes
  std::optional<std::uint32_t> port;  // given after the address
  std::string name;                   // the name that was given; empty for an address
  std::vector<ParsedAddress> others;  // other addresses of the name
};

// Parses a literal address: 192.0.2.1, 192.0.2.1:443, 2001:db8::1, [2001:db8::1]:443, fe80::1%eth0.
// Returns nothing for other text.
[[nodiscard]] std::optional<AddressArgument> parse_address(std::string_view);
[[nodiscard]] std::string address_word(const ParsedAddress&, std::string_view zone = {});

struct AddressAnswer {
  AddressArgument asked;
  AddressScope scope;
  std::optional<ParsedAddress> carried;  // the embedded IPv4 address
  GeoData geo;                           // owns what `facts` point to
  GeoFacts facts;                        // of the address, or of the one embedded in it
  bool has_place = false;                // false: such an address has no country or network
  std::vector<std::string> hosts_names;  // from this machine's hosts file
  ReverseAnswer reverse{.known = HostSource::not_asked, .names = {}};
  std::optional<WhoisAnswer> whois;          // empty: not queried, or failed
  std::string whois_trouble;                 // why the whois query failed
  std::shared_ptr<const Snapshot> snapshot;  // null: this machine could not be read
  std::string trouble;                       // why `snapshot` is null; otherwise empty
  AddressUse use;
};

// Creates the answer from what was read of this machine (null, with the reason, if nothing was),
// the text of its hosts file, and the files of countries and networks. Sends no queries.
[[nodiscard]] AddressAnswer answer_address(AddressArgument, std::shared_ptr<const Snapshot>,
                                           std::string trouble, std::string_view hosts,
                                           const GeoSearch&);
// Queries DNS servers and waits for at most `most`, unless stopped.
void query_dns(AddressAnswer&, std::chrono::milliseconds most, const std::stop_token& stop = {});
// Queries whois servers for the holder, waiting at most `most` for each, unless stopped. Without a
// given server, only for addresses that can have a holder.
void query_whois(AddressAnswer&, const std::optional<WhoisServer>&,
                 std::chrono::milliseconds most = WhoisRequest{}.timeout,
                 const std::stop_token& stop = {});

struct AddressPageOptions {
  bool all = false;  // show the complete whois answer
};

void write_address_page(PageWriter&, const AddressAnswer&, const AddressPageOptions&);
void append_address_json(TextBuffer& out, const AddressAnswer&);

// Returns the first paragraph: "192.0.2.7 is a documentation address. …". Names are escaped.
[[nodiscard]] std::string address_lead(const AddressAnswer&, const Words& = english());
// Returns e.g. "firefox (pid 2210, class normal) has one connection to it, at port 443."
[[nodiscard]] std::string address_user_sentence(const Snapshot&, const AddressUser&,
                                                const Words& = english());
// Returns what to do about it.
[[nodiscard]] std::string address_advice(const AddressAnswer&, const Words& = english());
// Returns e.g. "asked, but no answer came in time"; not for reverse_dns and hosts_file.
[[nodiscard]] std::string missing_name(HostSource, const Words& = english());
// Returns the name of the country in this language, unescaped.
[[nodiscard]] std::string country_in(const GeoRecord&, const Words&);
// Return why the country or network is missing; empty if it is not.
[[nodiscard]] std::string missing_country(const AddressAnswer&, const Words& = english());
[[nodiscard]] std::string missing_network(const AddressAnswer&, const Words& = english());

}  // namespace portexplorer::pages
