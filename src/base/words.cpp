#include "base/words.h"

#include <algorithm>

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

std::string Words::retell(std::string_view sentence, std::initializer_list<Text> made_of) const {
  constexpr std::string_view kPlace = "{1}";
  for (const Text text : made_of) {
    const std::string_view before = text.source.substr(0, text.source.find(kPlace));
    const std::string_view behind =
        text.source.substr(std::min(before.size() + kPlace.size(), text.source.size()));
    if (sentence.size() < before.size() + behind.size() || !sentence.starts_with(before) ||
        !sentence.ends_with(behind))
      continue;
    return say(text,
               {sentence.substr(before.size(), sentence.size() - before.size() - behind.size())});
  }
  return translated(sentence);
}

const Words& english() {
  static const Words words;
  return words;
}

}  // namespace portexplorer
