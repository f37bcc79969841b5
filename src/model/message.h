// Text that a face shows: a sentence with named places, so that it can be translated, and what goes into them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portexplorer {

struct Message {
  std::string text;  // "Owners of {count} sockets are missing."; also the key of a translation
  std::vector<std::pair<std::string, std::string>> arguments;
};

// The text with each {name} replaced; an unknown name stays as it is. Arguments are escaped for one line.
[[nodiscard]] std::string format_message(const Message&);

}  // namespace portexplorer
