// The columns of the list: every field, and a few that combine fields.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "faces/order/sort_key.h"
#include "model/fields.h"

namespace portexplorer::gui {

enum class CellKind : std::uint8_t {
  sign,     // new, closing, hidden: the meaning of the colours as a character
  process,  // named according to the settings
  field,
  local,  // address, port and service of the port
  remote,
};

struct ListColumn {
  CellKind kind = CellKind::field;
  FieldId id = FieldId::protocol;  // the sort key, and the source of the help text
  std::string_view name;           // the key in the settings
  Align align = Align::left;
  bool is_usual = false;  // shown by default
  int width = 10;         // of a typical text, in digits
};

// Returns all columns in default order, those shown by default first. The columns have static
// storage duration.
[[nodiscard]] std::span<const ListColumn> list_columns();
[[nodiscard]] int column_of(FieldId);                  // the column that shows only this field
[[nodiscard]] int find_column(std::string_view name);  // -1 if there is none

// Returns the sort keys of a column.
[[nodiscard]] std::vector<SortKey> sort_keys(int column, bool descending);

enum class NameOfProcess : std::uint8_t { file_name, path, program };

struct CellStyle {
  NameOfProcess process_as = NameOfProcess::file_name;
  bool services = true;          // service names after port numbers
  bool host_names = false;       // instead of remote addresses, if known
  const Words* words = nullptr;  // language of notes; null: English. Must outlive the style.

  friend bool operator==(const CellStyle&, const CellStyle&) = default;
};

// Appends the text of a cell to `out`: escaped, on one line, and limited in length.
void append_cell(std::string& out, int column, const RowView&, const CellStyle&);
[[nodiscard]] std::string cell_text(int column, const RowView&, const CellStyle&);

// Returns "firefox (2210)", or "--NETSTAT--" for null; escaped.
[[nodiscard]] std::string process_label(const Process*, NameOfProcess);
// Returns what is known about the missing owner of a row, such as "was postgres (731)" or "owner
// not visible (user ann)"; otherwise "".
[[nodiscard]] std::string owner_note(const RowView&, const Words&);

// Truncates UTF-8 text to so many bytes, at a character boundary, and appends an ellipsis.
[[nodiscard]] std::string shortened(std::string text, std::size_t most_bytes);

}  // namespace portexplorer::gui
