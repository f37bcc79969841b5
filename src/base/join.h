// Joins strings.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

// Returns the strings of `items` with `separator` between them: "tcp, udp".
template <typename Strings>
[[nodiscard]] std::string joined(const Strings& items, std::string_view separator = ", ") {
  std::string text;
  bool is_first = true;
  for (const std::string_view item : items) {
    if (!is_first) text += separator;
    is_first = false;
    text += item;
  }
  return text;
}

}  // namespace portexplorer
