#include "model/message.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer {

std::string format_message(const Message& message) {
  std::string out;
  std::string_view rest = message.text;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    const auto argument = std::find_if(message.arguments.begin(), message.arguments.end(), [&](const auto& a) { return a.first == name; });
    out += rest.substr(0, open);
    if (argument != message.arguments.end()) append_escaped(out, argument->second);
    else out += rest.substr(open, close - open + 1);
    rest.remove_prefix(close + 1);
  }
  out += rest;
  return out;
}

}  // namespace portexplorer
