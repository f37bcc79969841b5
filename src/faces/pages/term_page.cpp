#include "faces/pages/term_page.h"

#include <algorithm>
#include <string>

#include "faces/export/json.h"

namespace portexplorer::pages {
namespace {

template <typename Words>
std::string listed(const Words& words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

template <typename Words>
void append_json_words(TextBuffer& out, std::string_view name, const Words& words) {
  out.append(",\"" + std::string(name) + "\":[");
  bool first = true;
  for (const std::string_view word : words) {
    if (!first) out.append(',');
    first = false;
    append_json_string(out, word);
  }
  out.append(']');
}

void append_json_term(TextBuffer& out, const Term& term) {
  out.append("\n{\"term\":");
  append_json_string(out, term.name);
  out.append(",\"kind\":");
  append_json_string(out, term.kind);
  append_json_words(out, "also", term.also);
  out.append(",\"text\":");
  append_json_string(out, term.text);
  append_json_words(out, "see", term.see);
  out.append('}');
}

void append_markdown(PageWriter& page, std::string_view text) {
  std::string paragraph;
  const auto flush = [&] {
    if (!paragraph.empty()) page.paragraph(paragraph);
    paragraph.clear();
  };
  bool in_block = false;  // of list items or of code
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const bool block = line.starts_with("    ") || line.starts_with("- ");
    if (block || line.starts_with('#') || line.empty()) flush();
    if (block && !in_block) page.begin_list();
    in_block = block;
    if (line.starts_with('#')) page.heading(line.substr(line.find(' ') + 1));
    else if (line.starts_with("    ")) page.code(line);
    else if (line.starts_with("- ")) page.item(line.substr(2));
    else if (!line.empty()) paragraph += (paragraph.empty() ? "" : " ") + std::string(line);
  }
  flush();
}

}  // namespace

void write_term(PageWriter& page, const Term& term) {
  const Words& words = page.words();
  page.paragraph(std::string(term.name) + ": " + words.translated(words_for_kind(term.kind)));
  page.paragraph(term.text);
  if (term.also.empty() && term.see.empty()) return;
  page.begin_entries(0);
  if (!term.also.empty()) page.entry(words.say("Also called"_text), listed(term.also));
  if (!term.see.empty()) page.terms(words.say("See also"_text), term.see);
}

void write_all_terms(PageWriter& page) {
  const Words& words = page.words();
  page.paragraph(words.say(
      "Each of these is explained by: portexplorer what term TERM. How to read the list as a whole: portexplorer what beginner."_text));
  const std::vector<Term> terms = all_terms();
  std::string_view kind;
  std::vector<std::string_view> names;
  const auto flush = [&] {
    if (names.empty()) return;
    page.heading(words.translated(heading_of_kind(kind)));
    page.text(listed(names));
    names.clear();
  };
  for (const Term& term : terms) {
    if (term.kind != kind) flush();
    kind = term.kind;
    names.push_back(term.name);
  }
  flush();
}

void append_terms_json(TextBuffer& out, const std::vector<Term>& terms) {
  out.append("{\"schema\":\"portexplorer.what.term/1\",\"terms\":[");
  bool first = true;
  for (const Term& term : terms) {
    if (!first) out.append(',');
    first = false;
    append_json_term(out, term);
  }
  out.append("]}\n");
}

void write_beginners_page(PageWriter& page, const GlossaryData& glossary) {
  append_markdown(page, beginners_page(glossary));
}

}  // namespace portexplorer::pages
