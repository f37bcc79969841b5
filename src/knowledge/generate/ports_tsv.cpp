#include "knowledge/generate/ports_tsv.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.h"

namespace portexplorer::generate {
namespace {

constexpr std::string_view kUnofficialHeader = "port\tprotocol\tname\tnote";
constexpr std::string_view kLikelyHeader = "port\tprotocol\tname\ttext";
constexpr std::string_view kThreatsHeader = "port\tprotocol\tname\tkind\tyear\tsource";
constexpr std::ptrdiff_t kMostTextWords = 20;

// Returns "" if a row with this key may follow `rows`.
template <typename Row>
std::string misplaced(const std::vector<Row>& rows, const Row& row) {
  if (!rows.empty() && rows.back().port > row.port) return "is not sorted by port";
  for (auto it = rows.rbegin(); it != rows.rend() && it->port == row.port; ++it) {
    if (it->transport > row.transport) return "is not sorted by protocol";
    if (it->transport < row.transport) return "";
    if (ascii_lower(it->name) == ascii_lower(row.name))
      return "has the same name twice for one port and protocol";
  }
  return "";
}

template <typename Row>
std::string take_key(Row& row, const std::vector<std::string_view>& cells) {
  const std::optional<std::uint16_t> port = parse_port(cells[0]);
  if (!port) return "has a port that is not 1 to 65535";
  const std::optional<Transport> transport = parse_transport(cells[1]);
  if (!transport) return "has an unknown protocol";
  if (cells[2].empty()) return "has no name";
  if (std::string what = wrong_text(cells[2]); !what.empty()) return what;
  row.port = *port;
  row.transport = *transport;
  row.name = cells[2];
  return "";
}

template <typename Row>
std::string add(std::vector<Row>& rows, Row row) {
  if (std::string what = misplaced(rows, row); !what.empty()) return what;
  rows.push_back(std::move(row));
  return "";
}

std::string take_use(std::vector<UseRow>& rows, const std::vector<std::string_view>& cells) {
  UseRow row;
  if (std::string what = take_key(row, cells); !what.empty()) return what;
  if (cells[3].empty()) return "says nothing behind the name";
  if (std::string what = wrong_text(cells[3]); !what.empty()) return what;
  row.text = cells[3];
  return add(rows, std::move(row));
}

std::string take_likely(std::vector<UseRow>& rows, const std::vector<std::string_view>& cells) {
  if (std::string what = take_use(rows, cells); !what.empty()) return what;
  const UseRow& row = rows.back();
  if (rows.size() > 1 && rows[rows.size() - 2].port == row.port &&
      rows[rows.size() - 2].transport == row.transport) {
    return "is the second one for its port and protocol";
  }
  if (!row.text.ends_with('.')) return "has a text that does not end with a full stop";
  if (std::ranges::count(row.text, ' ') + 1 > kMostTextWords)
    return "has a text of more than 20 words";
  return "";
}

std::optional<std::uint16_t> parse_year(std::string_view text) {
  if (text.empty()) return 0;
  std::uint16_t year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  const bool whole = error == std::errc() && end == text.data() + text.size() && text.size() == 4;
  return whole && year >= 1970 && year <= 2099 ? std::optional(year) : std::nullopt;
}

std::string take_sources(ThreatRow& row, std::string_view text) {
  if (text.empty()) return "has no source";
  for (const std::string_view tag : split(text, ',')) {
    const auto* it = std::ranges::find(kSourceTags, tag);
    if (it == kSourceTags.end()) return "has an unknown source";
    const auto bit =
        static_cast<std::uint16_t>(1U << static_cast<unsigned>(it - kSourceTags.begin()));
    if ((row.sources & bit) != 0) return "has the same source twice";
    row.sources = static_cast<std::uint16_t>(row.sources | bit);
  }
  return "";
}

std::string take_threat(std::vector<ThreatRow>& rows, const std::vector<std::string_view>& cells) {
  ThreatRow row;
  if (std::string what = take_key(row, cells); !what.empty()) return what;
  const auto* kind = std::ranges::find(kThreatKinds, cells[3]);
  if (kind == kThreatKinds.end()) return "has an unknown kind";
  row.kind = static_cast<std::uint8_t>(kind - kThreatKinds.begin());
  const std::optional<std::uint16_t> year = parse_year(cells[4]);
  if (!year) return "has a year that is none";
  row.year = *year;
  if (std::string what = take_sources(row, cells[5]); !what.empty()) return what;
  return add(rows, std::move(row));
}

template <typename Row>
tl::expected<std::vector<Row>, TsvError> read(
    std::string_view text, std::string_view header,
    std::string (*take)(std::vector<Row>&, const std::vector<std::string_view>&)) {
  std::vector<Row> rows;
  const auto done = read_rows(text, header, [&](const auto& cells) { return take(rows, cells); });
  if (!done) return tl::unexpected<TsvError>(done.error());
  return rows;
}

}  // namespace

tl::expected<std::vector<UseRow>, TsvError> read_unofficial(std::string_view text) {
  return read(text, kUnofficialHeader, take_use);
}
tl::expected<std::vector<UseRow>, TsvError> read_likely(std::string_view text) {
  return read(text, kLikelyHeader, take_likely);
}
tl::expected<std::vector<ThreatRow>, TsvError> read_threats(std::string_view text) {
  return read(text, kThreatsHeader, take_threat);
}

}  // namespace portexplorer::generate
