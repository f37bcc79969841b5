#include "faces/gui/rows/listing.h"

#include <algorithm>

namespace portexplorer::gui {

std::uint32_t Listing::group_of(std::uint32_t item) const {
  const auto after = std::ranges::upper_bound(groups, item, {}, &ProcessGroup::first);
  return static_cast<std::uint32_t>(after - groups.begin()) - 1;
}

bool ListChange::is_reordered() const {
  return top.reordered ||
         std::ranges::any_of(groups, [](const GroupChange& g) { return g.diff.reordered; });
}

std::size_t ListChange::runs() const {
  std::size_t count = top.runs();
  for (const GroupChange& g : groups) count += g.diff.runs();
  return count;
}

}  // namespace portexplorer::gui
