#include "faces/pages/text_page.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer::pages {
namespace {

constexpr std::size_t kLabelWidth = 19;

std::string_view next_word(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

// Splits a word that is wider than a line into lines; returns the rest, which starts the next line.
std::string_view cut_long_word(std::vector<std::string>& lines, std::string_view word, int width) {
  while (display_width(word) > width) {
    const std::string_view piece = prefix_of_width(word, width);
    if (piece.empty()) break;
    lines.emplace_back(piece);
    word.remove_prefix(piece.size());
  }
  return word;
}

// Returns the term quoted for a shell if necessary.
std::string typed(std::string_view term) {
  const bool plain = std::ranges::all_of(term, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '/' || c == ' ';
  });
  return plain ? std::string(term) : "'" + std::string(term) + "'";
}

// Returns the command that follows a link, or an option that repeats the query with more detail.
std::string command_of(const PageLink& lead) {
  switch (lead.to) {
    case PageLink::To::nowhere: return "";
    case PageLink::To::process: return "portexplorer what process " + lead.subject;
    case PageLink::To::evidence: return "portexplorer what process " + lead.subject + " --why";
    case PageLink::To::port: return "portexplorer what port " + lead.subject;
    case PageLink::To::term: return "portexplorer what term " + typed(lead.subject);
    case PageLink::To::sockets: return "portexplorer " + lead.subject;
    case PageLink::To::listening: return "portexplorer -l";
    case PageLink::To::doctor: return "portexplorer doctor";
    case PageLink::To::ask_names: return "--resolve asks them";
    case PageLink::To::query_whois_server: return "--whois asks";
  }
  return "";
}

}  // namespace

PageLink to_process(std::int64_t pid) { return {PageLink::To::process, std::to_string(pid)}; }

std::string typed_lead(const PageLink& lead) {
  return lead.to == PageLink::To::nowhere ? "" : "→ " + command_of(lead);
}

std::vector<std::string> wrapped(std::string_view text, int width) {
  std::vector<std::string> lines;
  std::string line;
  width = std::max(width, 2);  // a wide character fits
  for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
    const bool fits = !line.empty() && display_width(line) + 1 + display_width(word) <= width;
    if (fits) {
      line += ' ';
      line += word;
      continue;
    }
    if (!line.empty()) lines.push_back(std::move(line));
    line = cut_long_word(lines, word, width);
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

void TextPage::append_bold(std::string_view text) {
  if (color_) out_.append("\x1b[1m");
  out_.append(text);
  if (color_) out_.append("\x1b[0m");
}

void TextPage::append_lines(const std::vector<std::string>& lines, std::size_t indent) {
  bool first = true;
  for (const std::string& line : lines) {
    if (!first) out_.append(indent, ' ');
    first = false;
    out_.append(line);
    out_.append('\n');
  }
  if (lines.empty()) out_.append('\n');
}

void TextPage::heading(std::string_view text) {
  if (begun_) blank();
  append_bold(text);
  blank();
  begun_ = true;
}

void TextPage::paragraph(std::string_view text) {
  if (begun_) blank();
  append_lines(wrapped(text, width_), 0);
  begun_ = true;
}

void TextPage::paragraph(std::string_view text, const PageLink& lead) {
  paragraph(std::string(text) + " " +
            (text.ends_with(':') ? command_of(lead) + "." : typed_lead(lead)));
}

void TextPage::text(std::string_view text) { append_lines(wrapped(text, width_), 0); }

void TextPage::item(std::string_view text, const PageLink& first) {
  out_.append("- ");
  append_lines(
      wrapped(first.to == PageLink::To::nowhere ? std::string(text)
                                                : typed_lead(first) + "  " + std::string(text),
              width_ - 2),
      2);
}

void TextPage::code(std::string_view line) {
  out_.append(line);
  blank();
}

void TextPage::lead(const PageLink& lead) {
  out_.append(typed_lead(lead));
  blank();
}

void TextPage::begin_entries(std::size_t name_width) {
  if (begun_) blank();
  begun_ = true;
  name_width_ = name_width;
  label_.clear();
}

void TextPage::start_entry(std::string_view label) {
  const bool shown_already = label == label_;
  label_ = label;
  if (!shown_already) append_bold(label);
  const std::size_t used = shown_already ? 0 : static_cast<std::size_t>(display_width(label));
  out_.append(used < kLabelWidth ? kLabelWidth - used : 1, ' ');
}

void TextPage::entry(std::string_view label, std::string_view text, const PageLink& lead) {
  const std::string hint = typed_lead(lead);
  start_entry(label);
  const int room = width_ - static_cast<int>(kLabelWidth);
  std::vector<std::string> lines = wrapped(text, room);
  if (!hint.empty()) {
    const bool fits =
        !lines.empty() && display_width(lines.back()) + 2 + display_width(hint) <= room;
    if (fits) lines.back() += "  " + hint;
    else lines.emplace_back(hint);
  }
  append_lines(lines, kLabelWidth);
}

void TextPage::named_entry(std::string_view label, std::string_view name, std::string_view text) {
  const auto width = static_cast<std::size_t>(display_width(name));
  start_entry(label);
  out_.append(name);
  const std::size_t indent = kLabelWidth + name_width_ + 2;
  if (width > name_width_) {
    out_.append('\n');
    out_.append(indent, ' ');
  } else {
    out_.append(name_width_ + 2 - width, ' ');
  }
  append_lines(wrapped(text, width_ - static_cast<int>(indent)), indent);
}

void TextPage::terms(std::string_view label, std::span<const std::string_view> names) {
  std::string listed;
  for (const std::string_view name : names)
    listed += (listed.empty() ? "" : ", ") + std::string(name);
  entry(label, listed,
        names.empty() ? PageLink{} : PageLink{PageLink::To::term, std::string(names.front())});
}

}  // namespace portexplorer::pages
