#include "knowledge/glossary.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/words.h"
#include "knowledge/folded.h"
#include "knowledge/glossary_table.h"

namespace portexplorer {
namespace {

using glossary_table::Text;

constexpr std::size_t kTermCount = std::size(glossary_table::kEntries);

std::string_view view(Text t) { return {glossary_table::kText + t.offset, t.length}; }
std::string_view name_at(std::size_t index) { return view(glossary_table::kEntries[index].term); }

std::vector<std::string_view> also_at(std::size_t index) {
  std::vector<std::string_view> words;
  for (std::size_t i = glossary_table::kFirstAlso[index]; i < glossary_table::kFirstAlso[index + 1]; ++i) {
    words.push_back(view(glossary_table::kAlso[i]));
  }
  return words;
}

Term term_at(std::size_t index) {
  const glossary_table::Entry& entry = glossary_table::kEntries[index];
  Term term{view(entry.term), view(glossary_table::kKinds[entry.kind]), also_at(index), {}, view(entry.text)};
  for (std::size_t i = glossary_table::kFirstSee[index]; i < glossary_table::kFirstSee[index + 1]; ++i) {
    term.see.push_back(name_at(glossary_table::kSee[i]));
  }
  return term;
}

struct KindWords {
  std::string_view kind;
  std::string_view heading;
  std::string_view words;
};

constexpr std::array kKindWords = {
    KindWords{"state", "States of connections"_text, "a state of a connection"_text},
    KindWords{"protocol", "Protocols"_text, "a protocol"_text},
    KindWords{"class", "Classes of processes"_text, "a class of processes"_text},
    KindWords{"mark", "Marks and signs"_text, "a mark in the list"_text},
    KindWords{"column", "Columns"_text, "a column"_text},
    KindWords{"owner", "What the column owner says"_text, "a word of the column owner"_text},
    KindWords{"reason", "Worth a second look"_text, "a reason for a second look"_text},
    KindWords{"term", "Other terms"_text, "a term"_text},
};

const KindWords& words_of_kind(std::string_view kind) {
  const auto* it = std::ranges::find(kKindWords, kind, &KindWords::kind);
  return it == kKindWords.end() ? kKindWords.back() : *it;
}

}  // namespace

std::vector<Term> all_terms() {
  std::vector<Term> terms;
  terms.reserve(kTermCount);
  for (std::size_t i = 0; i < kTermCount; ++i) terms.push_back(term_at(i));
  return terms;
}

std::optional<Term> find_term(std::string_view word) {
  const std::string wanted = folded(word);
  const auto is_wanted = [&](std::string_view other) { return folded(other) == wanted; };
  for (std::size_t i = 0; i < kTermCount; ++i) {
    if (is_wanted(name_at(i)) || std::ranges::any_of(also_at(i), is_wanted)) return term_at(i);
  }
  return std::nullopt;
}

std::vector<std::string_view> all_term_words() {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < kTermCount; ++i) {
    words.push_back(name_at(i));
    std::ranges::copy(also_at(i), std::back_inserter(words));
  }
  return words;
}

std::string_view heading_of_kind(std::string_view kind) { return words_of_kind(kind).heading; }
std::string_view words_for_kind(std::string_view kind) { return words_of_kind(kind).words; }

std::string_view beginners_page() { return view(glossary_table::kBeginners); }

}  // namespace portexplorer
