// What the readers of data/*.tsv share: one rule for lines, columns, ports and text. Used while
// building and by the data's tests, never by the programs. Any bytes may be given.
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
  int line = 0;  // 1 is the header; 0 the file as a whole
  std::string what;
};

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
// 1 to 65535, in digits, without a leading zero.
[[nodiscard]] std::optional<std::uint16_t> parse_port(std::string_view);
[[nodiscard]] std::optional<Transport> parse_transport(std::string_view);

// "" or what is wrong with text that is shown to people: control characters, not ASCII, blanks at
// an end or two in a row.
[[nodiscard]] std::string wrong_text(std::string_view);
// May stand in a C++ string literal as it is: printable ASCII without quotes, backslashes and
// trigraphs.
[[nodiscard]] bool fits_literal(std::string_view);

// Gives the cells of each line behind the header to `take`, which returns "" or what is wrong with
// the line.
using TakeRow = std::function<std::string(const std::vector<std::string_view>& cells)>;
[[nodiscard]] tl::expected<void, TsvError> read_rows(std::string_view text, std::string_view header,
                                                     const TakeRow& take);

}  // namespace portexplorer::generate
