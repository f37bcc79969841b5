// How words of the glossary are compared: the case of ASCII letters, blanks, "_" and "-" do not
// matter.
#pragma once

#include <string>
#include <string_view>

#include "base/ascii.h"

namespace portexplorer {

// "timewait" for "TIME_WAIT", "time-wait", "Time wait". A word of such characters alone ("-") stays
// as it is.
[[nodiscard]] inline std::string folded(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == ' ' || c == '_' || c == '-') continue;
    out += ascii_lower(c);
  }
  return out.empty() ? std::string(word) : out;
}

}  // namespace portexplorer
