// Common to the readers of data/*.tsv: rules for lines, columns, ports and text. Used during the
// build and by tests of the data, never by the programs. Accepts any bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace portexplorer::generate {

enum class Transport : std::uint8_t { dccp, sctp, tcp, udp };  // in the order of the files
constexpr int kTransportCount = 4;

struct TsvError {
  int line = 0;  // 1 is the header, 0 the whole file
  std::string what;
};

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
// Parses 1 to 65535 in decimal, without a leading zero.
[[nodiscard]] std::optional<std::uint16_t> parse_port(std::string_view);
[[nodiscard]] std::optional<Transport> parse_transport(std::string_view);

// Returns "", or what is wrong with a text that is shown to people: control characters, non-ASCII
// characters, blanks at an end or two in a row.
[[nodiscard]] std::string wrong_text(std::string_view);
// Returns whether a C++ string literal may contain the text unescaped: printable ASCII without
// quotes, backslashes and trigraphs.
[[nodiscard]] bool fits_literal(std::string_view);

// Receives the cells of each line after the header; returns "" or what is wrong with the line.
using TakeRow = std::function<std::string(const std::vector<std::string_view>& cells)>;
[[nodiscard]] tl::expected<void, TsvError> read_rows(std::string_view text, std::string_view header,
                                                     const TakeRow& take);

}  // namespace portexplorer::generate
