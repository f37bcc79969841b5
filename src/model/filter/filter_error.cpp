#include "model/filter/filter_error.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer {
namespace {

constexpr int kBefore = 40;  // columns shown before and after the error in a long text
constexpr int kAfter = 36;

// Returns the end of `text`, at most `columns` wide.
std::string last_columns(std::string_view text, int columns) {
  while (display_width(text) > columns) {
    int length = 0;
    (void)decode_utf8(text, length);
    text.remove_prefix(static_cast<std::size_t>(length));
  }
  return std::string(text);
}

}  // namespace

std::string format_filter_error(std::string_view text, const FilterError& error) {
  const std::size_t position = std::min(error.position, text.size());
  const std::size_t length = std::min(error.length, text.size() - position);
  std::string before = escaped(text.substr(0, position));
  std::string wrong = escaped(text.substr(position, length));
  std::string after = escaped(text.substr(position + length));
  if (display_width(before) > kBefore) before = "…" + last_columns(before, kBefore - 1);
  if (display_width(wrong) > kAfter) wrong = std::string(prefix_of_width(wrong, kAfter - 1)) + "…";
  if (display_width(after) > kAfter) after = std::string(prefix_of_width(after, kAfter - 1)) + "…";
  std::string out = before + wrong + after + '\n';
  out.append(static_cast<std::size_t>(display_width(before)), ' ');
  out.append(static_cast<std::size_t>(std::max(1, display_width(wrong))), '^');
  out += '\n';
  append_escaped(out, error.message);
  return out;
}

std::size_t error_character(std::string_view text, const FilterError& error) {
  const std::string_view before = text.substr(0, std::min(error.position, text.size()));
  const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(before, is_first_byte)) + 1;
}

std::string filter_error_line(std::string_view text, const FilterError& error) {
  constexpr int kQuoted = 60;  // columns
  std::string quoted = escaped(text);
  if (display_width(quoted) > kQuoted)
    quoted = std::string(prefix_of_width(quoted, kQuoted - 1)) + "…";
  return filter::in_quotes(quoted) + ", character " + std::to_string(error_character(text, error)) +
         ": " + escaped(error.message);
}

namespace filter {

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace filter
}  // namespace portexplorer
