// Text from outside is hostile: it may hold escape sequences, line breaks, invalid UTF-8, or
// characters that turn the writing direction. Everything that meets a terminal, a label, CSV or a
// log passes through here.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

// Appends `text` so that it can be shown on one line: C0 and C1 control characters, DEL, invalid
// UTF-8, line and paragraph separators and bidirectional controls are written as \n, \t, \xNN (a
// byte) or \u{NNNN} (a code point); a backslash as \\.
void append_escaped(std::string& out, std::string_view text);
[[nodiscard]] std::string escaped(std::string_view text);

// How many terminal columns `text` (valid UTF-8, as append_escaped writes it) takes: 0 for
// combining marks, 2 for wide East Asian characters and emoji, 1 for the rest.
[[nodiscard]] int display_width(std::string_view text);

// The longest prefix of `text` of at most `columns` terminal columns, cut between code points.
[[nodiscard]] std::string_view prefix_of_width(std::string_view text, int columns);

// Decodes one code point at the start of `text` (not empty). Sets `length` to the bytes used;
// returns -1 and length 1 for a byte that starts no valid UTF-8 sequence.
[[nodiscard]] int decode_utf8(std::string_view text, int& length);

}  // namespace portexplorer
