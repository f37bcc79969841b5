// Text that a face shows: a sentence with named places, so that it can be translated, and what goes
// into them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/words.h"

namespace portexplorer {

struct Message {
  std::string text;  // "Owners of {count} sockets are missing."; also the key of a translation
  std::vector<std::pair<std::string, std::string>> arguments;
  std::vector<std::pair<std::string, Message>> words =
      {};  // arguments that are texts of ours themselves
};

// The text in that language with each {name} replaced; an unknown name stays as it is. Arguments
// are escaped for one line.
[[nodiscard]] std::string format_message(const Message&, const Words& = english());

// A sentence of ours that comes as text, such as the reason of an Error; to be put into another
// one. What it names is escaped.
[[nodiscard]] Message own_words(std::string_view sentence);

}  // namespace portexplorer
