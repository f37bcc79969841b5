// A page as a QTextDocument. All text is inserted as plain text and never parsed as HTML, and the
// only links are portexplorer:// links.
#pragma once

#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

#include "faces/gui/models/desktop_words.h"
#include "faces/pages/page_writer.h"

namespace portexplorer::gui {

// Appends to a document. Not thread-safe.
class DocumentPage final : public pages::PageWriter {
 public:
  explicit DocumentPage(QTextDocument& document) : cursor_(&document) {}

  [[nodiscard]] const Words& words() const override { return desktop_words(); }
  void heading(std::string_view) override;
  void paragraph(std::string_view) override;
  void paragraph(std::string_view, const pages::PageLink&) override;
  void text(std::string_view) override;
  void begin_list() override { list_begins_ = true; }
  void item(std::string_view, const pages::PageLink& first = {}) override;
  void code(std::string_view) override;
  void lead(const pages::PageLink&) override;
  void begin_entries(std::size_t name_width) override;
  void begin_rows() override;
  void entry(std::string_view label, std::string_view text, const pages::PageLink& = {}) override;
  void named_entry(std::string_view label, std::string_view name, std::string_view text) override;
  void terms(std::string_view label, std::span<const std::string_view> names) override;

 private:
  enum class Gap : std::uint8_t { none, small, large };
  // Starts a new block at the end, with a gap above it.
  void start_block(Gap, bool list_item = false);
  void start_row(std::string_view label);
  void insert(std::string_view, bool bold = false);
  void insert_link(const pages::PageLink&, const QString& text);

  QTextCursor cursor_;
  QTextTable* table_ = nullptr;  // current table of entries; null: the next entry starts one
  std::string label_;
  bool begun_ = false;
  bool list_begins_ = false;
};

}  // namespace portexplorer::gui
