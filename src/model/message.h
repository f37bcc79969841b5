// Text that a face shows: a translatable sentence with named placeholders, and their values.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"

namespace portexplorer {

struct Message {
  std::string text;  // "Owners of {count} sockets are missing."; also the translation key
  std::vector<std::pair<std::string, std::string>> arguments;
  // Arguments that are themselves translatable texts.
  std::vector<std::pair<std::string, Message>> words = {};
};

// Returns the translated text with each {name} replaced. An unknown name is left as it is.
// Arguments are escaped for one line.
[[nodiscard]] std::string format_message(const Message&, const Words& = english());

// Wraps a sentence of our own that is available as text, such as the reason of an Error, for use as
// an argument of another one. Names in it are escaped.
[[nodiscard]] Message own_words(std::string_view sentence);

}  // namespace portexplorer
