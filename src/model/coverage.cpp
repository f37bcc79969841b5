#include "model/coverage.h"

#include <algorithm>

namespace portexplorer {

void Coverage::add(CoverageGap gap) {
  if (find(gap.id) == nullptr) gaps.push_back(std::move(gap));
}

const CoverageGap* Coverage::find(std::string_view id) const {
  const auto it =
      std::find_if(gaps.begin(), gaps.end(), [&](const CoverageGap& g) { return g.id == id; });
  return it == gaps.end() ? nullptr : &*it;
}

}  // namespace portexplorer
