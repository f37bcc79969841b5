// Quotes and escapes user input for messages. Not named quoted(), which on GCC 13 or later is
// ambiguous with std::quoted for a std::string.
#pragma once

#include <string>
#include <string_view>

#include "base/escape.h"

namespace portexplorer::cli {

[[nodiscard]] inline std::string in_quotes(std::string_view typed) {
  return '"' + escaped(typed) + '"';
}

}  // namespace portexplorer::cli
