#include "faces/cli/address_argument.h"

#include <algorithm>
#include <charconv>

#include "faces/cli/in_quotes.h"
#include "knowledge/hosts_file.h"

namespace portexplorer::cli {
namespace {

using pages::AddressArgument;
using pages::parse_address;

constexpr std::string_view kAddressForms =
    "192.0.2.1, 192.0.2.1:443, 2001:db8::1 or [2001:db8::1]:443";

tl::unexpected<Error> bad_address(std::string what) {
  return fail(ErrorKind::malformed, std::move(what));
}

std::string other_families(const AddressChoice& choice) {
  return choice.ipv4 && !choice.ipv6 ? "IPv4" : "IPv6";
}

bool is_wanted(const AddressChoice& choice, const ParsedAddress& address) {
  if (choice.ipv4 == choice.ipv6) return true;
  return (address.family == Family::ipv4) == choice.ipv4;
}

Result<AddressArgument> parse_name(const std::string& word, AddressChoice choice,
                                   std::string_view hosts) {
  if (word.find('/') != std::string::npos)
    return bad_address(in_quotes(word) + " is not a single address (expected " +
                       std::string(kAddressForms) + ")");
  if (!is_host_name(word))
    return bad_address(in_quotes(word) + " is not an address (expected " +
                       std::string(kAddressForms) + ")");
  std::vector<ParsedAddress> found = HostsFile::addresses_of(hosts, word);
  std::erase_if(found, [&](const ParsedAddress& a) { return !is_wanted(choice, a); });
  if (found.empty()) {
    return fail(ErrorKind::not_found,
                in_quotes(word) + " is neither an address nor a name in the hosts file (expected " +
                    std::string(kAddressForms) + ")");
  }
  AddressArgument argument;
  argument.name = word;
  argument.address = found.front();
  argument.others.assign(found.begin() + 1, found.end());
  return argument;
}

}  // namespace

Result<pages::AddressArgument> parse_address_argument(WhatWords words, AddressChoice choice,
                                                      std::string_view hosts) {
  if (words.size() != 1)
    return bad_address("what address requires one address, such as " + std::string(kAddressForms));
  auto argument = parse_address(words[0]);
  if (!argument) return parse_name(words[0], choice, hosts);
  if (is_wanted(choice, argument->address)) return *std::move(argument);
  return bad_address(in_quotes(words[0]) + " is not an " + other_families(choice) + " address");
}

bool fits_address(WhatWords words) {
  return words.size() == 1 && parse_address(words[0]).has_value();
}

}  // namespace portexplorer::cli
