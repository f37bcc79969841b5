// The one grammar of texts with values: "{name}" is replaced by the value of `name`.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

// Returns `text` with its placeholders replaced. `append(out, name)` appends the value of a name
// and returns whether there is one; without a value the placeholder stays, so that a mistake shows.
// An opening brace without a closing one is text. Values are not searched for placeholders.
template <typename Append>
[[nodiscard]] std::string fill_placeholders(std::string_view text, const Append& append) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(0, open);
    if (!append(out, text.substr(open + 1, close - open - 1)))
      out += text.substr(open, close - open + 1);
    text.remove_prefix(close + 1);
  }
  out += text;
  return out;
}

}  // namespace portexplorer
