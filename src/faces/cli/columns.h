// The columns of a view: fields, and those that join several fields for display (local, remote,
// created).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "faces/cli/options.h"
#include "faces/order/sort_key.h"
#include "model/fields.h"

namespace portexplorer::cli {

enum class ColumnKind : std::uint8_t {
  field,
  local,  // address, port and the port's service
  remote,
  created,     // the time of creation, or "<" and an upper bound, in short form
  class_sign,  // s, h or ? after the pid; nothing for normal
};

struct Column {
  ColumnKind kind = ColumnKind::field;
  FieldId id = FieldId::protocol;  // only of kind `field`
  std::string_view title;
  Align align = Align::left;
  // On a narrow terminal, columns are dropped in the order of their rank, 1 first; 0: never.
  std::uint8_t drop_rank = 0;
};

// Returns the columns of `list` and `watch` as text: the default ones, those that -e, -i and -o
// add, or those of --columns. The error is one line for the user.
Result<std::vector<Column>> choose_columns(const Options&);

// Adds the column of the network namespace, unless --columns selects the columns. Without it, rows
// of different namespaces with the same address and port would look the same.
[[nodiscard]] std::vector<Column> with_netns(std::vector<Column>, const Options&);

// Returns the fields of JSON and CSV: all, or those of --columns.
Result<std::vector<FieldId>> choose_fields(const Options&);

// Parses the argument of --sort.
Result<std::vector<SortKey>> choose_sort(std::string_view list);

}  // namespace portexplorer::cli
