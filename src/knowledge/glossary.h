// The glossary: what every state, column, protocol, class and mark means, and the terms that
// explaining them needs. Compiled in from data/glossary.txt, and from files beside it in other
// languages; any thread may ask. Texts live forever; they are UTF-8 without control characters.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace portexplorer {

struct Term {
  std::string_view name;  // "TIME_WAIT"
  std::string_view
      kind;  // "state", "protocol", "class", "mark", "column", "owner", "reason" or "term"
  std::vector<std::string_view> also;  // other words for it
  std::vector<std::string_view> see;   // names of other terms
  std::string_view text;               // two to five sentences
};

// A glossary in one language; each has the same terms.
struct GlossaryData;
[[nodiscard]] const GlossaryData& english_glossary();

// In the order of the source: by kinds, then as they are best read.
[[nodiscard]] std::vector<Term> all_terms(const GlossaryData& = english_glossary());

// By its name or another word for it; case, blanks, "_" and "-" do not matter.
[[nodiscard]] std::optional<Term> find_term(std::string_view word,
                                            const GlossaryData& = english_glossary());

// Every English word that find_term() knows, as it is written; for suggestions.
[[nodiscard]] std::vector<std::string_view> all_term_words();

// "States of connections": what stands above the terms of a kind; and "state of a connection", of
// one.
[[nodiscard]] std::string_view heading_of_kind(std::string_view kind);
[[nodiscard]] std::string_view words_for_kind(std::string_view kind);

// The page "Reading the socket list", as Markdown: headings (#), paragraphs, lists (-) and code
// (four blanks). Also docs/beginners.md.
[[nodiscard]] std::string_view beginners_page(const GlossaryData& = english_glossary());

}  // namespace portexplorer
