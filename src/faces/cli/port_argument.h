// What a person types to name a port: 25, 25/tcp, tcp 25, smtp, smtp/tcp, local 25, remote 25.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "faces/cli/what.h"
#include "model/types.h"

namespace portexplorer::cli {

struct PortArgument {
  enum class Side : std::uint8_t { either, local, remote };
  Side side = Side::either;
  std::vector<Protocol> protocols;  // empty: all
  std::uint32_t port = 0;
  std::string name;                        // the service that it was called by; empty for a number
  std::vector<std::uint32_t> other_ports;  // that the name stands for too
};

// The error is one line that says what is wrong and what to do.
Result<PortArgument> parse_port_argument(WhatWords);

}  // namespace portexplorer::cli
