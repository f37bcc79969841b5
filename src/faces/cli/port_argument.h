// The argument of `what port`: 25, 25/tcp, tcp 25, smtp, smtp/tcp, local 25, remote 25.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "faces/cli/what.h"
#include "faces/pages/port_answer.h"

namespace portexplorer::cli {

// The error is one line: what is wrong, and what is expected.
Result<pages::PortArgument> parse_port_argument(WhatWords);

}  // namespace portexplorer::cli
