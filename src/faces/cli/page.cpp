#include "faces/cli/page.h"

#include <algorithm>

#include "base/escape.h"

namespace portexplorer::cli {
namespace {

constexpr std::size_t kLabelWidth = 19;
constexpr int kLeastWidth = 40;
constexpr int kUsualWidth = 80;
constexpr int kMostWidth = 120;

std::string_view next_word(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

// Puts a word that fits no line into lines of its own; what remains of it is the line to go on with.
std::string_view cut_long_word(std::vector<std::string>& lines, std::string_view word, int width) {
  while (display_width(word) > width) {
    const std::string_view piece = prefix_of_width(word, width);
    if (piece.empty()) break;
    lines.emplace_back(piece);
    word.remove_prefix(piece.size());
  }
  return word;
}

}  // namespace

int page_width(const Environment& env) {
  return env.terminal.is_terminal ? std::clamp(env.terminal.columns, kLeastWidth, kMostWidth) : kUsualWidth;
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

void Page::append_bold(std::string_view text) {
  if (color_) out_.append("\x1b[1m");
  out_.append(text);
  if (color_) out_.append("\x1b[0m");
}

void Page::append_lines(const std::vector<std::string>& lines, std::size_t indent) {
  bool first = true;
  for (const std::string& line : lines) {
    if (!first) out_.append(indent, ' ');
    first = false;
    out_.append(line);
    out_.append('\n');
  }
  if (lines.empty()) out_.append('\n');
}

void Page::heading(std::string_view text) {
  if (begun_) blank();
  append_bold(text);
  blank();
  begun_ = true;
}

void Page::paragraph(std::string_view text) {
  if (begun_) blank();
  append_lines(wrapped(text, width_), 0);
  begun_ = true;
}

void Page::text(std::string_view text) { append_lines(wrapped(text, width_), 0); }

void Page::item(std::string_view text) {
  out_.append("- ");
  append_lines(wrapped(text, width_ - 2), 2);
}

void Page::code(std::string_view line) {
  out_.append(line);
  blank();
}

void Page::hint(std::string_view command) {
  out_.append("→ ");
  out_.append(command);
  blank();
}

void Page::begin_entries(std::size_t name_width) {
  if (begun_) blank();
  begun_ = true;
  name_width_ = name_width;
  label_.clear();
}

void Page::start_entry(std::string_view label) {
  const bool shown_already = label == label_;
  label_ = label;
  if (!shown_already) append_bold(label);
  const std::size_t used = shown_already ? 0 : static_cast<std::size_t>(display_width(label));
  out_.append(used < kLabelWidth ? kLabelWidth - used : 1, ' ');
}

void Page::entry(std::string_view label, std::string_view text, std::string_view hint) {
  start_entry(label);
  const int room = width_ - static_cast<int>(kLabelWidth);
  std::vector<std::string> lines = wrapped(text, room);
  if (!hint.empty()) {
    const bool fits = !lines.empty() && display_width(lines.back()) + 2 + display_width(hint) <= room;
    if (fits) lines.back() += "  " + std::string(hint);
    else lines.emplace_back(hint);
  }
  append_lines(lines, kLabelWidth);
}

void Page::named_entry(std::string_view label, std::string_view name, std::string_view text) {
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

}  // namespace portexplorer::cli
