// Spelling suggestions for error messages ("did you mean …?").
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace portexplorer {

// Returns the candidate closest to `word`, or nothing if none is close enough to be a typing error:
// one edit in a word of up to four letters, two in a word of up to seven, three in a longer one. An
// edit changes, adds, removes or swaps letters. Only the first 40 bytes of `word` are compared,
// which bounds the cost for any input. Case-sensitive.
[[nodiscard]] std::optional<std::string_view> nearest_word(
    std::string_view word, std::span<const std::string_view> candidates);

}  // namespace portexplorer
