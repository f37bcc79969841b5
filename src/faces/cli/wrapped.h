// Text broken between words, for lines that fit a terminal of 80 columns.
#pragma once

#include <string_view>

#include "faces/export/text_buffer.h"

namespace portexplorer::cli {

constexpr std::size_t kTextWidth = 80;

// Appends `text` and a line break. The current line is at `indent` columns; further lines are
// indented by as much. A word that is longer than a line is not broken.
void append_wrapped(TextBuffer& out, std::size_t indent, std::string_view text);

}  // namespace portexplorer::cli
