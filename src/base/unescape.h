// The reverse of escape.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portexplorer {

// Appends what the character or escape at the start of `text` (not empty) stands for, and returns
// how much of `text` it takes; 0 for a backslash that begins no escape of append_escaped().
[[nodiscard]] std::size_t unescape_one(std::string& out, std::string_view text);

}  // namespace portexplorer
