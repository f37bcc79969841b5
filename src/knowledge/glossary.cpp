#include "knowledge/glossary.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/words.h"
#include "knowledge/folded.h"
#include "knowledge/glossary_data.h"
#include "knowledge/glossary_en_table.h"

namespace portexplorer {
namespace {

std::string_view view(const GlossaryData& data, GlossaryText t) {
  return {data.text + t.offset, t.length};
}
std::string_view name_at(const GlossaryData& data, std::size_t index) {
  return view(data, data.entries[index].term);
}

std::vector<std::string_view> also_at(const GlossaryData& data, std::size_t index) {
  std::vector<std::string_view> words;
  for (std::size_t i = data.first_also[index]; i < data.first_also[index + 1]; ++i)
    words.push_back(view(data, data.also[i]));
  return words;
}

Term term_at(const GlossaryData& data, std::size_t index) {
  const GlossaryEntry& entry = data.entries[index];
  Term term{view(data, entry.term),
            view(data, data.kinds[entry.kind]),
            also_at(data, index),
            {},
            view(data, entry.text)};
  for (std::size_t i = data.first_see[index]; i < data.first_see[index + 1]; ++i)
    term.see.push_back(name_at(data, data.see[i]));
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

const GlossaryData& english_glossary() { return glossary_en_table::kData; }

std::vector<Term> all_terms(const GlossaryData& data) {
  std::vector<Term> terms;
  terms.reserve(data.entries.size());
  for (std::size_t i = 0; i < data.entries.size(); ++i) terms.push_back(term_at(data, i));
  return terms;
}

std::optional<Term> find_term(std::string_view word, const GlossaryData& data) {
  const std::string wanted = folded(word);
  const auto is_wanted = [&](std::string_view other) { return folded(other) == wanted; };
  for (std::size_t i = 0; i < data.entries.size(); ++i) {
    if (is_wanted(name_at(data, i)) || std::ranges::any_of(also_at(data, i), is_wanted))
      return term_at(data, i);
  }
  return std::nullopt;
}

std::vector<std::string_view> all_term_words() {
  const GlossaryData& data = english_glossary();
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < data.entries.size(); ++i) {
    words.push_back(name_at(data, i));
    std::ranges::copy(also_at(data, i), std::back_inserter(words));
  }
  return words;
}

std::string_view heading_of_kind(std::string_view kind) { return words_of_kind(kind).heading; }
std::string_view words_for_kind(std::string_view kind) { return words_of_kind(kind).words; }

std::string_view beginners_page(const GlossaryData& data) { return view(data, data.beginners); }

}  // namespace portexplorer
