// A page that explains: paragraphs and labelled entries, wrapped to the reader's width. Text is given escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "faces/cli/environment.h"
#include "faces/cli/options.h"
#include "faces/cli/text_buffer.h"

namespace portexplorer::cli {

// 80; the terminal's width where it has another one, as long as that reads well.
[[nodiscard]] int page_width(const Environment&);

// `text` cut between words into lines of at most `width` columns; a longer word is cut inside. Runs of blanks count as one.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int width);

// Writes into the buffer as it is told. One thread at a time.
class Page {
 public:
  Page(TextBuffer& out, int width, bool color) : out_(out), width_(width), color_(color) {}

  void heading(std::string_view);
  // A blank line stands before it, unless it is the first.
  void paragraph(std::string_view);
  // Without a blank line before it: what belongs to a heading.
  void text(std::string_view);
  void item(std::string_view);  // of a list, behind a dash
  void code(std::string_view);  // a line as it is
  // A command to type, below what was said before; never broken.
  void hint(std::string_view);
  void blank() { out_.append('\n'); }

  // A block of entries follows: how wide the names of its two-part entries are at most.
  void begin_entries(std::size_t name_width);
  void begin_rows() { label_.clear(); }  // the same, right below a heading
  // The label stands once, before the first of the entries that share it. `hint` ("→ …") is never broken: it stands behind the
  // text if it fits there, otherwise on a line of its own.
  void entry(std::string_view label, std::string_view text, std::string_view hint = {});
  void named_entry(std::string_view label, std::string_view name, std::string_view text);

 private:
  void start_entry(std::string_view label);
  void append_bold(std::string_view);
  void append_lines(const std::vector<std::string>& lines, std::size_t indent);

  TextBuffer& out_;
  int width_;
  bool color_;
  bool begun_ = false;
  std::size_t name_width_ = 0;
  std::string label_;
};

}  // namespace portexplorer::cli
