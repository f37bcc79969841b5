#include "base/words.h"

#include <algorithm>

#include "base/placeholders.h"

namespace portexplorer {

std::string Words::say(Text text, std::initializer_list<std::string_view> values) const {
  return fill_placeholders(translated(text.source), [&](std::string& out, std::string_view name) {
    const bool is_number = name.size() == 1 && name[0] >= '1' && name[0] <= '9';
    const std::size_t index = is_number ? static_cast<std::size_t>(name[0] - '1') : values.size();
    if (index >= values.size()) return false;
    out += values.begin()[index];
    return true;
  });
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
