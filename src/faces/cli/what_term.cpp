// `portexplorer what term` and `what beginner`: the glossary, and how to read the list.
#include <algorithm>

#include "base/join.h"
#include "base/suggestion.h"
#include "faces/cli/in_quotes.h"
#include "faces/cli/output.h"
#include "faces/cli/run.h"
#include "faces/cli/what.h"
#include "faces/pages/term_page.h"
#include "faces/pages/text_page.h"
#include "knowledge/folded.h"
#include "knowledge/glossary.h"

namespace portexplorer::cli {
namespace {

int refuse_term(const std::string& word, const Environment& env) {
  std::string text = "unknown term " + in_quotes(word);
  if (const auto near = nearest_term(word)) text += " (did you mean " + in_quotes(*near) + "?)";
  else text += " (portexplorer what term lists all terms)";
  return refuse_usage(env, Error{ErrorKind::not_found, 0, text});
}

}  // namespace

std::optional<std::string_view> nearest_term(std::string_view word) {
  const std::vector<std::string_view> words = all_term_words();
  std::vector<std::string> lowered;
  lowered.reserve(words.size());
  for (const std::string_view w : words) lowered.push_back(folded(w));
  const std::vector<std::string_view> candidates(lowered.begin(), lowered.end());
  const auto near = nearest_word(folded(word), candidates);
  if (!near) return std::nullopt;
  return words[static_cast<std::size_t>(std::ranges::find(candidates, *near) - candidates.begin())];
}

bool fits_term(WhatWords words) { return find_term(joined(words, " ")).has_value(); }

int run_what_term(WhatWords words, const Options& options, const Environment& env) {
  Output out(env.out);
  pages::TextPage page(out.buffer(), page_width(env), wants_color(options, env));
  const bool json = options.format == Format::json;
  if (words.empty()) {
    if (json) pages::append_terms_json(out.buffer(), all_terms());
    else pages::write_all_terms(page);
    return exit_code_after(env, out, kExitFine);
  }
  if (joined(words, " ").empty())
    return refuse_usage(
        env, Error{ErrorKind::malformed, 0,
                   "what term requires a term (portexplorer what term lists all terms)"});
  const auto term = find_term(joined(words, " "));
  if (!term) return refuse_term(joined(words, " "), env);
  if (json) pages::append_terms_json(out.buffer(), {*term});
  else pages::write_term(page, *term);
  return exit_code_after(env, out, kExitFine);
}

bool fits_beginner(WhatWords) { return false; }

int run_what_beginner(WhatWords words, const Options& options, const Environment& env) {
  if (!words.empty())
    return refuse_usage(env, Error{ErrorKind::malformed, 0,
                                   "what beginner does not take an argument (given " +
                                       in_quotes(joined(words, " ")) + ")"});
  if (options.format == Format::json)
    return refuse_usage(env,
                        Error{ErrorKind::malformed, 0, "what beginner does not support --json"});
  Output out(env.out);
  pages::TextPage page(out.buffer(), page_width(env), wants_color(options, env));
  pages::write_beginners_page(page);
  return exit_code_after(env, out, kExitFine);
}

}  // namespace portexplorer::cli
