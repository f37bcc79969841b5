// CSV of rows (RFC 4180). Text is escaped as for a terminal: line breaks, control characters and
// bytes that are not UTF-8 as \n, \xNN …, and backslashes are doubled. Spreadsheets interpret a
// cell that starts with = + - @ as a formula, and names of processes are untrusted, so such a first
// character is written as \xNN too.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "faces/export/text_buffer.h"
#include "model/fields.h"

namespace portexplorer {

// One thread at a time.
class CsvRows {
 public:
  // `with_time`: adds taken_at as the first column, for streams.
  CsvRows(std::span<const FieldId>, bool with_time);

  void append_header(TextBuffer& out) const;
  void append_row(TextBuffer& out, const RowView&);

 private:
  void append_value(const Field&, const RowView&);

  std::vector<FieldId> fields_;
  bool with_time_;
  std::string cell_;
};

}  // namespace portexplorer
