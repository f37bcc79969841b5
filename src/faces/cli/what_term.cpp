// `portexplorer what term` and `what beginner`: the glossary, and how to read the list.
#include <algorithm>

#include "base/escape.h"
#include "faces/cli/json.h"
#include "faces/cli/output.h"
#include "faces/cli/page.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "knowledge/folded.h"
#include "knowledge/glossary.h"

namespace portexplorer::cli {
namespace {

std::string joined(WhatWords words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

template <typename Words>
std::string listed(const Words& words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

// As it is typed in a shell.
std::string typed(std::string_view term) {
  const bool plain = std::ranges::all_of(term, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/' || c == ' ';
  });
  return plain ? std::string(term) : "'" + std::string(term) + "'";
}

void append_term(Page& page, const Term& term) {
  page.paragraph(std::string(term.name) + ": " + std::string(words_for_kind(term.kind)));
  page.paragraph(term.text);
  if (term.also.empty() && term.see.empty()) return;
  page.begin_entries(0);
  if (!term.also.empty()) page.entry("Also called", listed(term.also));
  if (!term.see.empty()) page.entry("See also", listed(term.see), "→ portexplorer what term " + typed(term.see.front()));
}

void append_all_terms(Page& page) {
  page.paragraph(
      "Each of these is explained by: portexplorer what term TERM. How to read the list as a whole: portexplorer what beginner.");
  const std::vector<Term> terms = all_terms();
  std::string_view kind;
  std::vector<std::string_view> names;
  const auto flush = [&] {
    if (names.empty()) return;
    page.heading(heading_of_kind(kind));
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

void append_json(TextBuffer& out, const std::vector<Term>& terms) {
  out.append("{\"schema\":\"portexplorer.what.term/1\",\"terms\":[");
  bool first = true;
  for (const Term& term : terms) {
    if (!first) out.append(',');
    first = false;
    append_json_term(out, term);
  }
  out.append("]}\n");
}

int refuse_term(const std::string& word, const Environment& env) {
  std::string text = "the glossary does not have \"" + escaped(word) + "\"";
  if (const auto near = nearest_term(word)) text += "; did you mean " + std::string(*near) + "?";
  else text += "; portexplorer what term lists what it has";
  return refuse_usage(env, Error{ErrorKind::not_found, 0, text});
}

void append_markdown(Page& page, std::string_view text) {
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
    if (block && !in_block) page.blank();
    in_block = block;
    if (line.starts_with('#')) page.heading(line.substr(line.find(' ') + 1));
    else if (line.starts_with("    ")) page.code(line);
    else if (line.starts_with("- ")) page.item(line.substr(2));
    else if (!line.empty()) paragraph += (paragraph.empty() ? "" : " ") + std::string(line);
  }
  flush();
}

}  // namespace

std::optional<std::string_view> nearest_term(std::string_view word) {
  const std::vector<std::string_view> words = all_term_words();
  std::vector<std::string> lowered;
  lowered.reserve(words.size());
  for (const std::string_view w : words) lowered.push_back(folded(w));
  const std::vector<std::string_view> candidates(lowered.begin(), lowered.end());
  const auto near = nearest(folded(word), candidates);
  if (!near) return std::nullopt;
  return words[static_cast<std::size_t>(std::ranges::find(candidates, *near) - candidates.begin())];
}

bool fits_term(WhatWords words) { return find_term(joined(words)).has_value(); }

int run_what_term(WhatWords words, const Options& options, const Environment& env) {
  Output out(env.out);
  Page page(out.buffer(), page_width(env), wants_color(options, env));
  const bool json = options.format == Format::json;
  if (words.empty()) {
    if (json) append_json(out.buffer(), all_terms());
    else append_all_terms(page);
    return exit_code_after(env, out, kExitFine);
  }
  const auto term = find_term(joined(words));
  if (!term) return refuse_term(joined(words), env);
  if (json) append_json(out.buffer(), {*term});
  else append_term(page, *term);
  return exit_code_after(env, out, kExitFine);
}

bool fits_beginner(WhatWords) { return false; }

int run_what_beginner(WhatWords words, const Options& options, const Environment& env) {
  if (!words.empty())
    return refuse_usage(env, Error{ErrorKind::malformed, 0, "what beginner stands alone; \"" + escaped(joined(words)) + "\" is too much"});
  if (options.format == Format::json)
    return refuse_usage(env, Error{ErrorKind::malformed, 0, "what beginner is a page for people; it has no --json"});
  Output out(env.out);
  Page page(out.buffer(), page_width(env), wants_color(options, env));
  append_markdown(page, beginners_page());
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
