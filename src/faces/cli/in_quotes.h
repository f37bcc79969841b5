// Quotes what somebody typed, for messages. Not named quoted(): on GCC 13 and later, std::string
// finds std::quoted too.
#pragma once

#include <string>
#include <string_view>

#include "base/escape.h"

namespace portexplorer::cli {

[[nodiscard]] inline std::string in_quotes(std::string_view typed) {
  return '"' + escaped(typed) + '"';
}

}  // namespace portexplorer::cli
