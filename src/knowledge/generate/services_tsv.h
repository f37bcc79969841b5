// Reads and checks data/services.tsv. Used during the build and by tests of the data, never by the
// programs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "knowledge/generate/tsv.h"

namespace portexplorer::generate {

struct ServiceRow {
  std::uint16_t port = 0;
  Transport transport = Transport::tcp;
  std::string name;         // may be empty
  std::string description;  // may be empty
};

// Returns all rows in the order of the file, or the first line that breaks a rule: the header, four
// columns, a port of 1 to 65535, a known protocol, printable text, rows sorted by port and
// protocol, no name twice for a port and protocol.
[[nodiscard]] tl::expected<std::vector<ServiceRow>, TsvError> read_services(std::string_view text);

}  // namespace portexplorer::generate
