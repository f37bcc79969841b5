// How two listings differ.
#pragma once

#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

// new_rows[r]: the row of the new Snapshot that was row r of the old one, or kNowhere.
[[nodiscard]] ListChange compare_listings(const Listing& before, const Listing& after,
                                          const std::vector<std::uint32_t>& new_rows);

}  // namespace portexplorer::gui
