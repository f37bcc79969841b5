// A page as text for a terminal, wrapped to the reader's width.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "faces/export/text_buffer.h"
#include "faces/pages/page_writer.h"

namespace portexplorer::pages {

// Wraps `text` between words into lines of at most `width` columns. A longer word is split. Runs of
// blanks count as one.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int width);

// Returns "→ portexplorer what process 412"; "" for a link to nowhere.
[[nodiscard]] std::string typed_lead(const PageLink&);

// Writes into the buffer immediately. One thread at a time.
class TextPage : public PageWriter {
 public:
  TextPage(TextBuffer& out, int width, bool color) : out_(out), width_(width), color_(color) {}

  void heading(std::string_view) override;
  // Preceded by a blank line, unless it is the first.
  void paragraph(std::string_view) override;
  void paragraph(std::string_view, const PageLink&) override;
  // Not preceded by a blank line.
  void text(std::string_view) override;
  void begin_list() override { blank(); }
  void item(std::string_view, const PageLink& first = {}) override;  // after a dash
  void code(std::string_view) override;
  // A command to type is never wrapped.
  void lead(const PageLink&) override;

  void begin_entries(std::size_t name_width) override;
  void begin_rows() override { label_.clear(); }
  // The link follows the text if it fits there, otherwise it has a separate line.
  void entry(std::string_view label, std::string_view text, const PageLink& = {}) override;
  void named_entry(std::string_view label, std::string_view name, std::string_view text) override;
  // The link leads to the first of them.
  void terms(std::string_view label, std::span<const std::string_view> names) override;

 private:
  void blank() { out_.append('\n'); }
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

}  // namespace portexplorer::pages
