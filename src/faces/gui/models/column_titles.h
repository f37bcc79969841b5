// Translated texts of the list.
#pragma once

#include <QString>

#include "model/snapshot.h"

namespace portexplorer::gui {

// Returns the title of a column. `column` is an index into list_columns().
[[nodiscard]] QString column_title(int column);
// Returns one sentence about what the column shows.
[[nodiscard]] QString column_help(int column);
[[nodiscard]] QString tab_title(Tab);

// Converts text from outside, which must be escaped already, from UTF-8.
[[nodiscard]] QString shown(std::string_view escaped_text);

}  // namespace portexplorer::gui
