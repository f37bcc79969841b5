// The words of the list, translated.
#pragma once

#include <QString>

#include "model/snapshot.h"

namespace portexplorer::gui {

// What stands above a column. `column`: as list_columns() numbers them.
[[nodiscard]] QString column_title(int column);
// One sentence about what it shows.
[[nodiscard]] QString column_help(int column);
[[nodiscard]] QString tab_title(Tab);

// Text from outside, for display: made of UTF-8 that is escaped already.
[[nodiscard]] QString shown(std::string_view escaped_text);

}  // namespace portexplorer::gui
