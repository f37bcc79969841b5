// The glossary: explains every state, column, protocol, class and mark, and the terms that these
// explanations use. Compiled in from data/glossary.txt and its translations. Any thread. Texts are
// always valid; they are UTF-8 without control characters.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace portexplorer {

struct Term {
  std::string_view name;  // "TIME_WAIT"
  // "state", "protocol", "class", "mark", "column", "owner", "reason" or "term".
  std::string_view kind;
  std::vector<std::string_view> also;  // synonyms
  std::vector<std::string_view> see;   // names of related terms
  std::string_view text;               // two to five sentences
};

// A glossary in one language; each has the same terms.
struct GlossaryData;
[[nodiscard]] const GlossaryData& english_glossary();

// Returns all terms in the order of the source: by kind, then in reading order.
[[nodiscard]] std::vector<Term> all_terms(const GlossaryData& = english_glossary());

// Finds a term by its name or a synonym; ignores case, blanks, "_" and "-".
[[nodiscard]] std::optional<Term> find_term(std::string_view word,
                                            const GlossaryData& = english_glossary());

// Returns every English word that find_term() accepts, as written; for suggestions.
[[nodiscard]] std::vector<std::string_view> all_term_words();

// Return the heading above the terms of a kind ("States of connections"), and the words for one of
// them ("state of a connection").
[[nodiscard]] std::string_view heading_of_kind(std::string_view kind);
[[nodiscard]] std::string_view words_for_kind(std::string_view kind);

// Returns the page "Reading the socket list" as Markdown: headings (#), paragraphs, lists (-) and
// code (four blanks). Also published as docs/beginners.md.
[[nodiscard]] std::string_view beginners_page(const GlossaryData& = english_glossary());

}  // namespace portexplorer
