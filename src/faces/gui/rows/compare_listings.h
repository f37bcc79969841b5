// Comparison of two listings.
#pragma once

#include "faces/gui/rows/listing.h"

namespace portexplorer::gui {

// Returns the difference. new_rows[r] is the row in the Snapshot of `after` of the socket that was
// in row r of the Snapshot of `before`, or kNowhere.
[[nodiscard]] ListChange compare_listings(const Listing& before, const Listing& after,
                                          const std::vector<std::uint32_t>& new_rows);

}  // namespace portexplorer::gui
