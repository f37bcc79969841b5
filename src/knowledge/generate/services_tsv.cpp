#include "knowledge/generate/services_tsv.h"

#include <algorithm>
#include <optional>

namespace portexplorer::generate {
namespace {

constexpr std::string_view kHeader = "port\tprotocol\tservice\tdescription";

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
// Excludes quotes and backslashes, so that names need no escaping in C++ literals.
bool is_name_character(char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// Returns "" if the row may follow `rows`.
std::string misplaced(const std::vector<ServiceRow>& rows, const ServiceRow& row) {
  for (auto it = rows.rbegin(); it != rows.rend() && it->port == row.port; ++it) {
    if (it->transport > row.transport) return "is not sorted by protocol";
    if (it->transport < row.transport) return "";
    if (it->name == row.name) return "names the same service twice for one port and protocol";
  }
  return !rows.empty() && rows.back().port > row.port ? "is not sorted by port" : "";
}

std::string take_row(std::vector<ServiceRow>& rows, const std::vector<std::string_view>& cells) {
  const std::optional<std::uint16_t> port = parse_port(cells[0]);
  if (!port) return "has a port that is not 1 to 65535";
  const std::optional<Transport> transport = parse_transport(cells[1]);
  if (!transport) return "has an unknown protocol";
  if (!std::ranges::all_of(cells[2], is_name_character)) return "has a name with odd characters";
  if (std::ranges::any_of(cells[3], is_control)) return "has control characters";
  ServiceRow row{*port, *transport, std::string(cells[2]), std::string(cells[3])};
  if (std::string what = misplaced(rows, row); !what.empty()) return what;
  rows.push_back(std::move(row));
  return "";
}

}  // namespace

tl::expected<std::vector<ServiceRow>, TsvError> read_services(std::string_view text) {
  std::vector<ServiceRow> rows;
  const auto read =
      read_rows(text, kHeader, [&](const auto& cells) { return take_row(rows, cells); });
  if (!read) return tl::unexpected<TsvError>(read.error());
  return rows;
}

}  // namespace portexplorer::generate
