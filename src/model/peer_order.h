// Keeps lists of PeerSet sorted by cookie, as lookups require.
#pragma once

#include <algorithm>
#include <vector>

#include "model/sample.h"

namespace portexplorer {

// Merges entries that were appended after the first `sorted` ones, which are in order, into the
// list. Of entries with the same cookie, the last one is kept.
inline void sort_peers(std::vector<PeerSet>& peers, std::size_t sorted = 0) {
  const auto middle = peers.begin() + static_cast<std::ptrdiff_t>(sorted);
  if (middle == peers.end()) return;
  std::stable_sort(middle, peers.end(),
                   [](const PeerSet& a, const PeerSet& b) { return a.cookie < b.cookie; });
  std::inplace_merge(peers.begin(), middle, peers.end(),
                     [](const PeerSet& a, const PeerSet& b) { return a.cookie < b.cookie; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    const bool replaces = kept > 0 && peers[kept - 1].cookie == peers[i].cookie;
    if (!replaces) ++kept;
    if (kept - 1 != i) peers[kept - 1] = std::move(peers[i]);
  }
  peers.resize(kept);
}

}  // namespace portexplorer
