#include "knowledge/geo_record.h"

#include <algorithm>
#include <charconv>

namespace portexplorer {
namespace {

constexpr std::size_t kLongestPlace = 100;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

std::string_view trimmed_text(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string country_code(std::string_view text) {
  if (text.size() != 2) return {};
  std::string code(text);
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (!std::ranges::all_of(code, is_capital) || code == "ZZ" || code == "XX") return {};
  return code;
}

std::optional<std::uint32_t> autonomous_system(std::string_view text) {
  if (text.starts_with("AS") || text.starts_with("as")) text.remove_prefix(2);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

std::string organisation_text(std::string_view text) {
  text = trimmed_text(text);
  if (text.size() <= kLongestPlace) return std::string(text);
  std::size_t length = kLongestPlace;
  while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  return std::string(trimmed_text(text.substr(0, length)));
}

std::string network_text(std::uint32_t asn, std::string_view organisation) {
  std::string text = asn == 0 ? "" : "AS" + std::to_string(asn);
  if (!organisation.empty()) text += (text.empty() ? "" : " ") + std::string(organisation);
  return text;
}

std::string attribution_of(std::string_view database_type, std::string_view description) {
  if (database_type.starts_with("GeoLite2"))
    return "GeoLite2 data created by MaxMind, available from https://www.maxmind.com";
  if (database_type.starts_with("DBIP")) return "IP Geolocation by DB-IP, https://db-ip.com";
  if (database_type.starts_with("ipinfo"))
    return "IP address data powered by IPinfo, https://ipinfo.io";
  const std::string_view text = trimmed_text(description.empty() ? database_type : description);
  constexpr std::size_t kLongestDescription = 200;
  std::size_t length = std::min(text.size(), kLongestDescription);
  while (length > 0 && length < text.size() &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  return std::string(text.substr(0, length));
}

}  // namespace portexplorer
