#include "base/words.h"

namespace portexplorer {

std::string Words::say(Text text, std::initializer_list<std::string_view> values) const {
  const std::string pattern = translated(text.source);
  std::string told;
  std::string_view rest = pattern;
  for (std::size_t open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    told += rest.substr(0, open);
    rest.remove_prefix(open);
    const bool is_place = rest.size() > 2 && rest[1] >= '1' && rest[1] <= '9' && rest[2] == '}';
    const std::size_t index = is_place ? static_cast<std::size_t>(rest[1] - '1') : values.size();
    const bool is_filled = index < values.size();
    if (is_filled) told += values.begin()[index];
    else told += '{';
    rest.remove_prefix(is_filled ? 3 : 1);
  }
  told += rest;
  return told;
}

const Words& english() {
  static const Words words;
  return words;
}

}  // namespace portexplorer
