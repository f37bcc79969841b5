#include "knowledge/generate/services_tsv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace portexplorer::generate {
namespace {

constexpr std::string_view kHeader = "port\tprotocol\tservice\tdescription";
constexpr std::array<std::string_view, kTransportCount> kTransports = {"dccp", "sctp", "tcp", "udp"};
constexpr std::size_t kColumns = 4;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool canonical = !text.starts_with('0');
  if (error != std::errc() || end != text.data() + text.size() || !canonical || value < 1 || value > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
// Neither a quote nor a backslash, so that names stand in C++ literals as they are.
bool is_name_character(char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// "" where the row may follow `rows`.
std::string misplaced(const std::vector<ServiceRow>& rows, const ServiceRow& row) {
  for (auto it = rows.rbegin(); it != rows.rend() && it->port == row.port; ++it) {
    if (it->transport > row.transport) return "is not sorted by protocol";
    if (it->transport < row.transport) return "";
    if (it->name == row.name) return "names the same service twice for one port and protocol";
  }
  return !rows.empty() && rows.back().port > row.port ? "is not sorted by port" : "";
}

tl::expected<ServiceRow, std::string> parse_row(std::string_view line) {
  const std::vector<std::string_view> cells = split(line, '\t');
  if (cells.size() != kColumns) return tl::unexpected<std::string>("has " + std::to_string(cells.size()) + " columns, not 4");
  ServiceRow row;
  const std::optional<std::uint16_t> port = parse_port(cells[0]);
  if (!port) return tl::unexpected<std::string>("has a port that is not 1 to 65535");
  row.port = *port;
  const auto transport = std::ranges::find(kTransports, cells[1]);
  if (transport == kTransports.end()) return tl::unexpected<std::string>("has an unknown protocol");
  row.transport = static_cast<Transport>(transport - kTransports.begin());
  if (!std::ranges::all_of(cells[2], is_name_character)) return tl::unexpected<std::string>("has a name with odd characters");
  if (std::ranges::any_of(cells[3], is_control)) return tl::unexpected<std::string>("has control characters");
  row.name = cells[2];
  row.description = cells[3];
  return row;
}

}  // namespace

tl::expected<std::vector<ServiceRow>, TsvError> read_services(std::string_view text) {
  if (!text.ends_with('\n')) return tl::unexpected<TsvError>({0, "the file does not end with a line feed"});
  text.remove_suffix(1);
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.front() != kHeader) return tl::unexpected<TsvError>({1, "is not the header"});
  std::vector<ServiceRow> rows;
  rows.reserve(lines.size());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    tl::expected<ServiceRow, std::string> row = parse_row(lines[i]);
    if (!row) return tl::unexpected<TsvError>({line, row.error()});
    if (std::string what = misplaced(rows, *row); !what.empty()) return tl::unexpected<TsvError>({line, what});
    rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace portexplorer::generate
