#include "knowledge/generate/glossary_text.h"

#include <algorithm>
#include <map>
#include <optional>

#include "knowledge/folded.h"

namespace portexplorer::generate {
namespace {

constexpr std::size_t kMostWords = 20;
// Allowed in addition to ASCII: signs, and the letters and quotes of German.
constexpr std::array<std::string_view, 13> kSigns = {"±", "–", "…", "→", "ä", "ö", "ü",
                                                     "Ä", "Ö", "Ü", "ß", "„", "“"};

bool is_plain(std::string_view line) {
  while (!line.empty()) {
    if (line[0] >= 0x20 && line[0] < 0x7f) {
      line.remove_prefix(1);
      continue;
    }
    const auto* sign =
        std::ranges::find_if(kSigns, [&](std::string_view s) { return line.starts_with(s); });
    if (sign == kSigns.end()) return false;
    line.remove_prefix(sign->size());
  }
  return true;
}

// Splits "a, b, c"; returns nothing if an element is empty.
std::optional<std::vector<std::string>> list_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word : split(text, ',')) {
    if (word.starts_with(' ')) word.remove_prefix(1);
    if (word.empty() || word.starts_with(' ') || word.ends_with(' ')) return std::nullopt;
    words.emplace_back(word);
  }
  return words;
}

class Reader {
 public:
  tl::expected<std::vector<TermEntry>, TsvError> run(std::string_view text) {
    if (!text.ends_with('\n'))
      return tl::unexpected<TsvError>({0, "the file does not end with a line feed"});
    text.remove_suffix(1);
    int line = 0;
    for (const std::string_view content : split(text, '\n')) {
      if (std::string what = take_line(content, ++line); !what.empty())
        return tl::unexpected<TsvError>({line, what});
    }
    for (const TermEntry& entry : entries_) {
      if (std::string what = check(entry); !what.empty())
        return tl::unexpected<TsvError>({entry.line, what});
    }
    return std::move(entries_);
  }

 private:
  std::string take_line(std::string_view line, int number) {
    if (!is_plain(line)) return "has characters that do not belong here";
    if (line.starts_with("= ")) return begin_entry(line.substr(2), number);
    if (line.empty()) {
      inside_ = false;
      return "";
    }
    if (!inside_) return line.starts_with('#') ? "" : "belongs to no entry";
    if (line.starts_with(' ') || line.ends_with(' ')) return "has blanks at an end";
    TermEntry& entry = entries_.back();
    if (entry.text.empty()) {
      for (const auto& [key, take] : {std::pair{"kind: ", &Reader::take_kind},
                                      {"also: ", &Reader::take_also},
                                      {"see: ", &Reader::take_see}}) {
        if (line.starts_with(key)) return take(entry, line.substr(std::string_view(key).size()));
      }
    }
    entry.text += (entry.text.empty() ? "" : " ") + std::string(line);
    return "";
  }

  std::string begin_entry(std::string_view term, int number) {
    if (inside_) return "begins an entry before a blank line has ended the one before";
    if (term.empty() || term.starts_with(' ') || term.ends_with(' ') ||
        term.find(',') != std::string_view::npos)
      return "has no good term";
    TermEntry entry;
    entry.line = number;
    entry.term = term;
    entry.kind = kTermKinds.size();
    entries_.push_back(std::move(entry));
    inside_ = true;
    return claim(term, entries_.back().term);
  }

  // Each word belongs to one entry only.
  std::string claim(std::string_view word, const std::string& term) {
    const auto [it, is_new] = claimed_.try_emplace(folded(word), term);
    return is_new ? "" : "claims \"" + std::string(word) + "\", which belongs to " + it->second;
  }

  static std::string take_kind(TermEntry& entry, std::string_view word) {
    const auto* kind = std::ranges::find(kTermKinds, word);
    if (kind == kTermKinds.end()) return "has an unknown kind";
    entry.kind = static_cast<std::size_t>(kind - kTermKinds.begin());
    return "";
  }
  static std::string take_also(TermEntry& entry, std::string_view list) {
    return take_list(entry.also, list);
  }
  static std::string take_see(TermEntry& entry, std::string_view list) {
    return take_list(entry.see, list);
  }

  static std::string take_list(std::vector<std::string>& target, std::string_view list) {
    auto words = list_of(list);
    if (!words || !target.empty()) return "has a list that cannot be read";
    target = *std::move(words);
    return "";
  }

  std::string check(const TermEntry& entry) {
    if (entry.kind == kTermKinds.size()) return "has no kind";
    for (const std::string& word : entry.also) {
      if (std::string what = claim(word, entry.term); !what.empty()) return what;
    }
    for (const std::string& term : entry.see) {
      if (std::ranges::find(entries_, term, &TermEntry::term) == entries_.end())
        return "points to \"" + term + "\", which is no term";
      if (term == entry.term) return "points to itself";
    }
    return check_sentences(entry);
  }

  static std::string check_sentences(const TermEntry& entry) {
    const std::vector<std::string_view> all = sentences(entry.text);
    if (all.size() < 2 || all.size() > 5) return "has not two to five sentences";
    for (const std::string_view sentence : all) {
      if (!sentence.ends_with('.') && !sentence.ends_with('?') && !sentence.ends_with('!'))
        return "has a sentence without an end";
      if (static_cast<std::size_t>(std::ranges::count(sentence, ' ')) + 1 > kMostWords)
        return "has a sentence of more than 20 words";
    }
    return "";
  }

  std::vector<TermEntry> entries_;
  std::map<std::string, std::string> claimed_;  // folded word to its term
  bool inside_ = false;
};

}  // namespace

std::vector<std::string_view> sentences(std::string_view text) {
  std::vector<std::string_view> all;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool stop = text[i] == '.' || text[i] == '!' || text[i] == '?';
    if (!stop || (i + 1 < text.size() && text[i + 1] != ' ')) continue;
    all.push_back(text.substr(start, i + 1 - start));
    start = std::min(text.size(), i + 2);
  }
  if (start < text.size()) all.push_back(text.substr(start));
  return all;
}

tl::expected<std::vector<TermEntry>, TsvError> read_glossary(std::string_view text) {
  return Reader().run(text);
}

}  // namespace portexplorer::generate
