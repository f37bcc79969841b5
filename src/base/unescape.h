// Reverses escape.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portexplorer {

// Decodes the character or escape at the start of `text`, which must not be empty, and appends it.
// Returns how many bytes it takes; 0 for a backslash that starts no escape of append_escaped().
[[nodiscard]] std::size_t unescape_one(std::string& out, std::string_view text);

}  // namespace portexplorer
