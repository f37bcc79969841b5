// Reads and checks data/glossary.txt and its translations. The first lines of that file describe
// the format. Used during the build and by tests of the data. Accepts any bytes.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "knowledge/generate/tsv.h"

namespace portexplorer::generate {

constexpr std::array<std::string_view, 8> kTermKinds = {"state",  "protocol", "class",  "mark",
                                                        "column", "owner",    "reason", "term"};

struct TermEntry {
  int line = 0;  // of "= TERM"
  std::string term;
  std::size_t kind = 0;  // index into kTermKinds
  std::vector<std::string> also;
  std::vector<std::string> see;  // terms of other entries, as written there
  std::string text;              // sentences joined by single blanks
};

// Returns all entries in the order of the file, or the first line that breaks a rule: text that is
// not plain (printable ASCII and a few signs), an unknown key or kind, an entry without text, not
// two to five sentences of at most 20 words each, a term or synonym that two entries claim
// (compared by folded()), a "see" without an entry.
[[nodiscard]] tl::expected<std::vector<TermEntry>, TsvError> read_glossary(std::string_view text);

// Splits a text into sentences. Each ends with . ! or ? before a blank or the end.
[[nodiscard]] std::vector<std::string_view> sentences(std::string_view text);

}  // namespace portexplorer::generate
