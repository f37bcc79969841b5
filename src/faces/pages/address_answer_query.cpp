// Parses addresses as people write them.
#include <algorithm>
#include <charconv>

#include "faces/pages/address_answer.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kLongestZone = 15;  // of an interface's name

std::optional<std::uint32_t> parse_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && port >= 1 && port <= 65535 ? std::optional(port) : std::nullopt;
}

// Parses an address with its zone, without brackets and port.
std::optional<AddressArgument> parse_bare(std::string_view text) {
  AddressArgument argument;
  const std::size_t percent = text.find('%');
  const auto address = parse_ip(text.substr(0, percent));
  if (!address) return std::nullopt;
  argument.address = *address;
  if (percent == std::string_view::npos) return argument;
  const std::string_view zone = text.substr(percent + 1);
  const bool printable = std::ranges::all_of(zone, [](char c) { return c > ' ' && c < 0x7F; });
  if (address->family != Family::ipv6 || zone.empty() || zone.size() > kLongestZone || !printable)
    return std::nullopt;
  argument.zone = zone;
  return argument;
}

std::optional<AddressArgument> with_port(std::string_view address, std::string_view port) {
  auto argument = parse_bare(address);
  const auto number = parse_port(port);
  if (!argument || !number) return std::nullopt;
  argument->port = number;
  return argument;
}

}  // namespace

std::optional<AddressArgument> parse_address(std::string_view text) {
  if (auto bare = parse_bare(text)) return bare;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = text.substr(1, end - 1);
    const std::string_view behind = text.substr(end + 1);
    if (behind.empty()) return parse_bare(inside);
    return behind.starts_with(':') ? with_port(inside, behind.substr(1)) : std::nullopt;
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.find(':') != colon) return std::nullopt;
  return with_port(text.substr(0, colon), text.substr(colon + 1));
}

std::string address_word(const ParsedAddress& address, std::string_view zone) {
  std::string text;
  append_ip(text, address.family, address.address);
  if (!zone.empty()) text += "%" + std::string(zone);
  return text;
}

}  // namespace portexplorer::pages
