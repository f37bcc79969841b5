// Texts of the row of a process, about all of its sockets.
#pragma once

#include <QString>
#include <cstdint>

#include "faces/gui/rows/list_columns.h"
#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

// Returns a cell of a group: a sum, a count, a property of the process, or the creation time of the
// oldest socket. Returns "" for fields that do not apply to the sockets as a whole.
[[nodiscard]] QString group_text(const Listing&, std::uint32_t group, int column, const CellStyle&);

}  // namespace portexplorer::gui
