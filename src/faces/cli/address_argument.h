// The argument of `what address`: 192.0.2.1, 192.0.2.1:443, 2001:db8::1, [2001:db8::1]:443,
// fe80::1%eth0, or a name from the hosts file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "faces/cli/what.h"
#include "faces/pages/address_answer.h"

namespace portexplorer::cli {

struct AddressChoice {
  bool ipv4 = false;  // both families if neither is set
  bool ipv6 = false;
};
// `hosts`: the text of the hosts file. The error is one line: what is wrong, and what is expected.
Result<pages::AddressArgument> parse_address_argument(WhatWords, AddressChoice,
                                                      std::string_view hosts);

}  // namespace portexplorer::cli
