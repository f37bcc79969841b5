// Escapes text from outside, which is hostile: it may contain escape sequences, line breaks,
// invalid UTF-8, or characters that change the writing direction. All text written to a terminal,
// label, CSV file or log must pass through these functions.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

// Appends `text` so that it can be shown on one line. C0 and C1 control characters, DEL, invalid
// UTF-8, line and paragraph separators and bidirectional controls become \n, \t, \xNN (a byte) or
// \u{NNNN} (a code point). A backslash becomes \\.
void append_escaped(std::string& out, std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

// Returns how many terminal columns `text` takes: 0 for combining marks, 2 for wide East Asian
// characters and emoji, 1 for all others. `text` must be valid UTF-8, as append_escaped() writes
// it.
[[nodiscard]] int display_width(std::string_view text);

// Returns the longest prefix of `text` that takes at most `columns` terminal columns, cut between
// code points.
[[nodiscard]] std::string_view prefix_of_width(std::string_view text, int columns);

// Decodes the code point at the start of `text`, which must not be empty. Sets `length` to the
// number of bytes used. Returns -1 and length 1 for a byte that starts no valid UTF-8 sequence.
[[nodiscard]] int decode_utf8(std::string_view text, int& length);

}  // namespace portexplorer
