#include "faces/gui/dialogs/document_page.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPalette>
#include <QTextBlockFormat>
#include <QTextCharFormat>
#include <QTextTableFormat>
#include <algorithm>
#include <array>
#include <utility>

#include "faces/gui/dialogs/page_links.h"

namespace portexplorer::gui {
namespace {

// Limit for one piece of text, in characters. Laying out more would take long.
constexpr qsizetype kLongestText = 10'000;
// The widest label, in any language, is one of these.
constexpr std::array kWidestLabels = {"Also been used by"_text, "No new privileges"_text,
                                      "Replaced libraries"_text, "Own namespaces"_text};

QString shortened(std::string_view text) {
  QString shown = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
  if (shown.size() > kLongestText) shown = shown.left(kLongestText) + QStringLiteral(" …");
  return shown;
}

double font_height(const QTextCursor& cursor) {
  return QFontMetricsF(cursor.document()->defaultFont()).height();
}

QTextTableFormat table_format(const QTextCursor& cursor, bool first) {
  const double height = font_height(cursor);
  QFont bold = cursor.document()->defaultFont();
  bold.setWeight(QFont::DemiBold);
  QTextTableFormat format;
  format.setBorder(0);
  format.setCellSpacing(0);
  format.setCellPadding(height * 0.15);
  format.setTopMargin(first ? 0 : height * 0.4);
  format.setBottomMargin(height * 0.4);
  format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
  double labels = 0;
  for (const Text label : kWidestLabels) {
    labels = std::max(labels, QFontMetricsF(bold).horizontalAdvance(
                                  QString::fromStdString(desktop_words().say(label))));
  }
  format.setColumnWidthConstraints(
      {QTextLength(QTextLength::FixedLength, labels + height), QTextLength()});
  return format;
}

}  // namespace

void DocumentPage::start_block(Gap gap, bool list_item) {
  table_ = nullptr;
  if (std::exchange(list_begins_, false)) gap = Gap::small;
  cursor_.movePosition(QTextCursor::End);
  const double height = font_height(cursor_);
  QTextBlockFormat format;
  if (begun_)
    format.setTopMargin(gap == Gap::large ? height : gap == Gap::small ? height * 0.45 : 0);
  format.setLineHeight(118, QTextBlockFormat::ProportionalHeight);
  if (list_item) {
    format.setLeftMargin(height * 1.1);
    format.setTextIndent(
        -QFontMetricsF(cursor_.document()->defaultFont()).horizontalAdvance(QStringLiteral("•  ")));
  }
  // The first block of a document, and the one after a table, already exist and are empty.
  const bool empty = cursor_.block().text().isEmpty() && cursor_.atBlockStart();
  if (empty) cursor_.setBlockFormat(format);
  else cursor_.insertBlock(format);
  cursor_.setCharFormat({});
  begun_ = true;
}

void DocumentPage::insert(std::string_view text, bool bold) {
  QTextCharFormat format;
  if (bold) format.setFontWeight(QFont::DemiBold);
  cursor_.insertText(shortened(text), format);
}

void DocumentPage::insert_link(const pages::PageLink& lead, const QString& text) {
  QTextCharFormat format;
  format.setAnchor(true);
  format.setAnchorHref(url_of(lead).toString(QUrl::FullyEncoded));
  format.setForeground(QGuiApplication::palette().link());
  format.setFontUnderline(true);
  cursor_.insertText(text, format);
  cursor_.setCharFormat({});
}

void DocumentPage::heading(std::string_view text) {
  start_block(Gap::large);
  QTextCharFormat format;
  format.setFontWeight(QFont::DemiBold);
  format.setProperty(QTextFormat::FontSizeAdjustment, 1);
  cursor_.insertText(shortened(text), format);
}

void DocumentPage::paragraph(std::string_view text) {
  start_block(Gap::small);
  insert(text);
}

void DocumentPage::paragraph(std::string_view text, const pages::PageLink& lead) {
  paragraph(text);
  insert(" ");
  insert_link(lead, link_text(lead));
}

void DocumentPage::text(std::string_view text) {
  start_block(Gap::none);
  insert(text);
}

void DocumentPage::item(std::string_view text, const pages::PageLink& first) {
  start_block(Gap::none, true);
  insert("•  ");
  if (first.to != pages::PageLink::To::nowhere) {
    insert_link(first, link_text(first));
    insert("  ");
  }
  insert(text);
}

void DocumentPage::code(std::string_view line) {
  start_block(Gap::none);
  QTextBlockFormat whole = cursor_.blockFormat();
  whole.setNonBreakableLines(true);
  cursor_.setBlockFormat(whole);
  QTextCharFormat format;
  format.setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  cursor_.insertText(shortened(line), format);
}

void DocumentPage::lead(const pages::PageLink& lead) {
  start_block(Gap::none);
  insert_link(lead, link_text(lead));
}

void DocumentPage::begin_entries(std::size_t) { begin_rows(); }

void DocumentPage::begin_rows() {
  table_ = nullptr;
  label_.clear();
}

void DocumentPage::start_row(std::string_view label) {
  if (table_ == nullptr) {
    cursor_.movePosition(QTextCursor::End);
    if (!begun_) {  // the empty block before the table must not take up space
      QTextBlockFormat flat;
      flat.setLineHeight(1, QTextBlockFormat::FixedHeight);
      cursor_.setBlockFormat(flat);
    }
    table_ = cursor_.insertTable(1, 2, table_format(cursor_, !begun_));
    begun_ = true;
  } else {
    table_->appendRows(1);
  }
  const int row = table_->rows() - 1;
  if (label != label_) {
    cursor_ = table_->cellAt(row, 0).firstCursorPosition();
    insert(label, true);
  }
  label_ = label;
  cursor_ = table_->cellAt(row, 1).firstCursorPosition();
}

void DocumentPage::entry(std::string_view label, std::string_view text,
                         const pages::PageLink& lead) {
  start_row(label);
  insert(text);
  if (lead.to == pages::PageLink::To::nowhere) return;
  insert("  ");
  insert_link(lead, link_text(lead));
}

void DocumentPage::named_entry(std::string_view label, std::string_view name,
                               std::string_view text) {
  start_row(label);
  insert(name, true);
  if (text.empty()) return;
  insert(" – ");
  insert(text);
}

void DocumentPage::terms(std::string_view label, std::span<const std::string_view> names) {
  start_row(label);
  bool first = true;
  for (const std::string_view name : names) {
    if (!first) insert(", ");
    first = false;
    insert_link({pages::PageLink::To::term, std::string(name)}, shortened(name));
  }
}

}  // namespace portexplorer::gui
