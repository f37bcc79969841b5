// Describes what is wrong with a filter, and where.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace portexplorer {

struct FilterError {
  std::size_t position = 0;  // byte offset in the filter's text, at most its size
  std::size_t length = 0;    // bytes; 0 if something is missing
  std::string message;       // one or two plain sentences; may quote the filter's text unescaped
};

// Returns three lines for a terminal, without a final line feed: the filter's text (cut around the
// error if long), a line of carets below the error, and the message. Escaped.
[[nodiscard]] std::string format_filter_error(std::string_view text, const FilterError&);

// Returns the position of the error in characters, counted from 1.
[[nodiscard]] std::size_t error_character(std::string_view text, const FilterError&);

// Returns one line that quotes the filter: `"port:x y", character 6: …`. Escaped; a long filter is
// cut.
[[nodiscard]] std::string filter_error_line(std::string_view text, const FilterError&);

namespace filter {

template <typename T>
using Parsed = tl::expected<T, FilterError>;

// A piece of the filter's text and its position.
struct Part {
  std::string_view text;
  std::size_t position = 0;

  [[nodiscard]] Part from(std::size_t offset) const {
    return {text.substr(offset), position + offset};
  }
  [[nodiscard]] Part first(std::size_t length) const { return {text.substr(0, length), position}; }
};

inline tl::unexpected<FilterError> error_at(const Part& part, std::string message) {
  return tl::unexpected<FilterError>(
      FilterError{part.position, part.text.size(), std::move(message)});
}

// Returns "text" in double quotes. Named in_quotes() because quoted() would collide with
// std::quoted on GCC 13 and later.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace filter
}  // namespace portexplorer

// FILTER_TRY(x, expression) returns the error from the current function, or declares x with the
// value.
#define FILTER_TRY(name, expression)                                                        \
  auto name##_parsed = (expression);                                                        \
  if (!name##_parsed) return tl::unexpected<FilterError>(std::move(name##_parsed).error()); \
  auto name = std::move(name##_parsed).value()
