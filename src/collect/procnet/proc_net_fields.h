// Parses the elements of the files of /proc/net: lines, columns, numbers. The text is external
// input and not trusted.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace portexplorer {

// Returns the whole of `text` as a number; empty if it is anything else or out of range.
template <typename Integer>
[[nodiscard]] std::optional<Integer> number(std::string_view text, int base = 10) {
  Integer value{};
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value, base);
  if (text.empty() || stopped != end || error != std::errc{}) return std::nullopt;
  return value;
}

// Removes the text up to `separator` (or all) from the front of `text` and returns it.
[[nodiscard]] inline std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

// Removes the next column, delimited by spaces, and returns it. Empty at the end of the line.
[[nodiscard]] inline std::string_view take_column(std::string_view& line) {
  const std::size_t start = line.find_first_not_of(' ');
  line.remove_prefix(start == std::string_view::npos ? line.size() : start);
  return take_until(line, ' ');
}

inline void skip_columns(std::string_view& line, int count) {
  for (int i = 0; i < count; ++i) (void)take_column(line);
}

}  // namespace portexplorer
