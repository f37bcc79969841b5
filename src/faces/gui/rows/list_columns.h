// The columns of the desktop's list: every field, and the few that join fields for people.
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
  sign,     // new, closing, hidden: what the colours say, in a character
  process,  // as the settings want it named
  field,
  local,  // address, port and the port's service
  remote,
};

struct ListColumn {
  CellKind kind = CellKind::field;
  FieldId id = FieldId::protocol;  // what it is sorted by, and whose help it has
  std::string_view name;           // the word by which settings remember it
  Align align = Align::left;
  bool is_usual = false;  // shown until somebody chooses otherwise
  int width = 10;         // of a usual text, in digits
};

// In the order in which they stand until somebody moves them: the usual ones first. Lives as long
// as the program.
[[nodiscard]] std::span<const ListColumn> list_columns();
[[nodiscard]] int column_of(FieldId);                  // the field's own column
[[nodiscard]] int find_column(std::string_view name);  // -1 where there is none

// What a column is ordered by.
[[nodiscard]] std::vector<SortKey> sort_keys(int column, bool descending);

enum class NameOfProcess : std::uint8_t { file_name, path, program };

struct CellStyle {
  NameOfProcess process_as = NameOfProcess::file_name;
  bool services = true;          // names behind port numbers
  bool host_names = false;       // instead of remote addresses, where they are known
  const Words* words = nullptr;  // the language of notes; null: English. Outlives the style.

  friend bool operator==(const CellStyle&, const CellStyle&) = default;
};

// The cell's text, escaped, on one line, cut where nobody would read on. Appends to `out`.
void append_cell(std::string& out, int column, const RowView&, const CellStyle&);
[[nodiscard]] std::string cell_text(int column, const RowView&, const CellStyle&);

// "firefox (2210)", or "--NETSTAT--"; escaped.
[[nodiscard]] std::string process_label(const Process*, NameOfProcess);
// What a row without an owner may still tell of it: "was postgres (731)", "owner not visible (user
// ann)"; otherwise "".
[[nodiscard]] std::string owner_note(const RowView&, const Words&);

// Cut after so many bytes, between characters, with an ellipsis.
[[nodiscard]] std::string shortened(std::string text, std::size_t most_bytes);

}  // namespace portexplorer::gui
