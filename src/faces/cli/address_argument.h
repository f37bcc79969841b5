// What a person types to name an address: 192.0.2.1, 192.0.2.1:443, 2001:db8::1, [2001:db8::1]:443, fe80::1%eth0, or a name of the hosts
// file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "faces/cli/what.h"
#include "model/types.h"

namespace portexplorer::cli {

struct AddressArgument {
  ParsedAddress address;
  std::string zone;                   // "eth0" of fe80::1%eth0; at most 15 printable bytes
  std::optional<std::uint32_t> port;  // that stood behind it
  std::string name;                   // that it was called by; empty for an address
  std::vector<ParsedAddress> others;  // that the name stands for too
};

// An address as it is written; nothing for anything else.
[[nodiscard]] std::optional<AddressArgument> parse_address(std::string_view);

struct AddressChoice {
  bool ipv4 = false;  // neither: both
  bool ipv6 = false;
};
// `hosts`: the text of the hosts file, for names. The error is one line that says what is wrong and what to do.
Result<AddressArgument> parse_address_argument(WhatWords, AddressChoice, std::string_view hosts);

[[nodiscard]] std::string address_word(const ParsedAddress&, std::string_view zone = {});

}  // namespace portexplorer::cli
