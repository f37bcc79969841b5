// The country and network of an address, as a file in MaxMind DB format has them. Functions that do
// not need the library; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portexplorer {

// Where an address is registered, and to whose network it belongs. "": not in the file.
struct GeoRecord {
  std::string country;       // ISO 3166-1, two capital letters
  std::string country_name;  // English
  std::uint32_t asn = 0;     // number of the autonomous system; 0: not in the file
  std::string organisation;  // its operator; raw bytes of the file, at most 100
  std::string network;       // "AS64500 Example": number and organisation in one text

  [[nodiscard]] bool is_empty() const { return country.empty() && network.empty(); }
};

// Returns the text if it is a country code of two letters; "" for anything else, and for codes that
// mean "unknown".
[[nodiscard]] std::string country_code(std::string_view text);
// Parses "AS64500" or "64500".
[[nodiscard]] std::optional<std::uint32_t> autonomous_system(std::string_view text);
// Returns at most 100 bytes, cut between characters and trimmed.
[[nodiscard]] std::string organisation_text(std::string_view text);
[[nodiscard]] std::string network_text(std::uint32_t asn, std::string_view organisation);

// Returns "Germany" for "DE"; "" for an unassigned code.
[[nodiscard]] std::string_view country_name(std::string_view code);

// Returns the attribution that must accompany data of this file: the one that its publisher
// requires, or the file's own description.
[[nodiscard]] std::string attribution_of(std::string_view database_type,
                                         std::string_view description);

}  // namespace portexplorer
