// What somebody typed, as messages repeat it.
#pragma once

#include <string>
#include <string_view>

#include "base/escape.h"

namespace portexplorer::cli {

[[nodiscard]] inline std::string quoted(std::string_view typed) { return '"' + escaped(typed) + '"'; }

}  // namespace portexplorer::cli
