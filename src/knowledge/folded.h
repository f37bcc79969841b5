// Normalizes words of the glossary for comparison: ASCII case, blanks, "_" and "-" are ignored.
#pragma once

#include <string>
#include <string_view>

#include "base/ascii.h"

namespace portexplorer {

// Returns "timewait" for "TIME_WAIT", "time-wait", "Time wait". A word of ignored characters only
// ("-") is returned unchanged.
[[nodiscard]] inline std::string folded(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == ' ' || c == '_' || c == '-') continue;
    out += ascii_lower(c);
  }
  return out.empty() ? std::string(word) : out;
}

}  // namespace portexplorer
