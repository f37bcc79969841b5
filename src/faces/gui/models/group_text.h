// What the row of a process says of all of its sockets.
#pragma once

#include <QString>
#include <cstdint>

#include "faces/gui/rows/list_columns.h"
#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

// Sums, counts, what holds for the process, and when the first of its sockets was made; "" where
// nothing can be said of them together.
[[nodiscard]] QString group_text(const Listing&, std::uint32_t group, int column, const CellStyle&);

}  // namespace portexplorer::gui
