#include "knowledge/generate/tsv.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace portexplorer::generate {
namespace {

constexpr std::array<std::string_view, kTransportCount> kTransports = {"dccp", "sctp", "tcp",
                                                                       "udp"};

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7f; }

}  // namespace

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
  if (error != std::errc() || end != text.data() + text.size() || !canonical || value < 1 ||
      value > 65535)
    return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

std::optional<Transport> parse_transport(std::string_view text) {
  const auto* it = std::ranges::find(kTransports, text);
  return it == kTransports.end() ? std::nullopt
                                 : std::optional(static_cast<Transport>(it - kTransports.begin()));
}

std::string wrong_text(std::string_view text) {
  if (!std::ranges::all_of(text, is_printable_ascii))
    return "has control characters, or others than ASCII";
  if (text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos)
    return "has blanks too many";
  return "";
}

bool fits_literal(std::string_view text) {
  return std::ranges::all_of(
             text, [](char c) { return is_printable_ascii(c) && c != '"' && c != '\\'; }) &&
         text.find("??") == std::string_view::npos;
}

tl::expected<void, TsvError> read_rows(std::string_view text, std::string_view header,
                                       const TakeRow& take) {
  if (!text.ends_with('\n'))
    return tl::unexpected<TsvError>({0, "the file does not end with a line feed"});
  text.remove_suffix(1);
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.front() != header) return tl::unexpected<TsvError>({1, "is not the header"});
  const auto columns = static_cast<std::size_t>(std::ranges::count(header, '\t')) + 1;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const int line = static_cast<int>(i) + 1;
    const std::vector<std::string_view> cells = split(lines[i], '\t');
    if (cells.size() != columns) {
      return tl::unexpected<TsvError>({line, "has " + std::to_string(cells.size()) +
                                                 " columns, not " + std::to_string(columns)});
    }
    if (std::string what = take(cells); !what.empty())
      return tl::unexpected<TsvError>({line, std::move(what)});
  }
  return {};
}

}  // namespace portexplorer::generate
