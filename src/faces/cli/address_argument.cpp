#include "faces/cli/address_argument.h"

#include <algorithm>
#include <charconv>

#include "base/escape.h"
#include "knowledge/hosts_file.h"

namespace portexplorer::cli {
namespace {

constexpr std::string_view kForms = "an address is 192.0.2.1, 192.0.2.1:443, 2001:db8::1 or [2001:db8::1]:443";
constexpr std::size_t kLongestZone = 15;  // of an interface's name

tl::unexpected<Error> bad_address(std::string what) { return fail(ErrorKind::malformed, std::move(what)); }

std::string quoted(std::string_view text) { return "\"" + escaped(text) + "\""; }

std::optional<std::uint32_t> parse_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && port >= 1 && port <= 65535 ? std::optional(port) : std::nullopt;
}

// An address with its zone, without brackets and port.
std::optional<AddressArgument> parse_bare(std::string_view text) {
  AddressArgument argument;
  const std::size_t percent = text.find('%');
  const auto address = parse_ip(text.substr(0, percent));
  if (!address) return std::nullopt;
  argument.address = *address;
  if (percent == std::string_view::npos) return argument;
  const std::string_view zone = text.substr(percent + 1);
  const bool printable = std::ranges::all_of(zone, [](char c) { return c > ' ' && c < 0x7F; });
  if (address->family != Family::ipv6 || zone.empty() || zone.size() > kLongestZone || !printable) return std::nullopt;
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

std::string other_families(const AddressChoice& choice) { return choice.ipv4 && !choice.ipv6 ? "IPv4" : "IPv6"; }

bool is_wanted(const AddressChoice& choice, const ParsedAddress& address) {
  if (choice.ipv4 == choice.ipv6) return true;
  return (address.family == Family::ipv4) == choice.ipv4;
}

Result<AddressArgument> parse_name(const std::string& word, AddressChoice choice, std::string_view hosts) {
  if (word.find('/') != std::string::npos)
    return bad_address(quoted(word) + " is a network, or nothing; what address explains one address");
  if (!is_host_name(word)) return bad_address(quoted(word) + " is no address; " + std::string(kForms));
  std::vector<ParsedAddress> found = HostsFile::addresses_of(hosts, word);
  std::erase_if(found, [&](const ParsedAddress& a) { return !is_wanted(choice, a); });
  if (found.empty()) {
    return fail(ErrorKind::not_found,
                quoted(word) + " is no address, and this machine's hosts file does not have it as a name; " + std::string(kForms));
  }
  AddressArgument argument;
  argument.name = word;
  argument.address = found.front();
  argument.others.assign(found.begin() + 1, found.end());
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

Result<AddressArgument> parse_address_argument(WhatWords words, AddressChoice choice, std::string_view hosts) {
  if (words.size() != 1) return bad_address("what address wants one address behind it; " + std::string(kForms));
  auto argument = parse_address(words[0]);
  if (!argument) return parse_name(words[0], choice, hosts);
  if (is_wanted(choice, argument->address)) return *std::move(argument);
  return bad_address(quoted(words[0]) + " is no " + other_families(choice) + " address");
}

std::string address_word(const ParsedAddress& address, std::string_view zone) {
  std::string text;
  append_ip(text, address.family, address.address);
  if (!zone.empty()) text += "%" + std::string(zone);
  return text;
}

bool fits_address(WhatWords words) { return words.size() == 1 && parse_address(words[0]).has_value(); }

}  // namespace portexplorer::cli
