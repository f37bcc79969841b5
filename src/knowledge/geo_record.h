// What a file of addresses (MaxMind DB format) tells of one: its country and its network. Pure
// parts, apart from the library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portexplorer {

// Where an address is registered, and whose network it belongs to. "": the file does not say.
struct GeoRecord {
  std::string country;       // ISO 3166-1, two capital letters
  std::string country_name;  // English
  std::uint32_t asn = 0;     // the number of the autonomous system; 0: not told
  std::string organisation;  // who runs it; raw bytes of the file, at most 100
  std::string network;       // "AS64500 Example": number and organisation as one text

  [[nodiscard]] bool is_empty() const { return country.empty() && network.empty(); }
};

// Two letters as a code of a country; "" for anything else, and for the codes that stand for "not
// known".
[[nodiscard]] std::string country_code(std::string_view text);
// "AS64500" or "64500".
[[nodiscard]] std::optional<std::uint32_t> autonomous_system(std::string_view text);
// At most 100 bytes, cut between characters, without blanks around it.
[[nodiscard]] std::string organisation_text(std::string_view text);
[[nodiscard]] std::string network_text(std::uint32_t asn, std::string_view organisation);

// "Germany" for "DE"; "" for a code that no country has.
[[nodiscard]] std::string_view country_name(std::string_view code);

// Who is to be named where data of this file are shown: what its maker asks for, or how the file
// describes itself.
[[nodiscard]] std::string attribution_of(std::string_view database_type,
                                         std::string_view description);

}  // namespace portexplorer
