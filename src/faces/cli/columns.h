// Which columns a view shows: the fields, and the few that join fields for people (local, remote,
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
  created,     // the time of creation, or "<" and a bound, as short as it can be said
  class_sign,  // s, h, ? behind the pid; nothing for normal
};

struct Column {
  ColumnKind kind = ColumnKind::field;
  FieldId id = FieldId::protocol;  // of kind field
  std::string_view title;
  Align align = Align::left;
  // A narrow terminal does without the columns of the lowest rank first; 0: never.
  std::uint8_t drop_rank = 0;
};

// The columns of `list` and `watch` as text: the usual ones, what -e, -i and -o add, or what
// --columns says. The error is one line for the user.
Result<std::vector<Column>> choose_columns(const Options&);

// Adds the column of network namespaces where --columns does not say which columns to show: rows of
// several namespaces that share an address and port could not be told apart without it.
[[nodiscard]] std::vector<Column> with_netns(std::vector<Column>, const Options&);

// The fields of JSON and CSV: all, or what --columns says.
Result<std::vector<FieldId>> choose_fields(const Options&);

// The keys that --sort names.
Result<std::vector<SortKey>> choose_sort(std::string_view list);

}  // namespace portexplorer::cli
