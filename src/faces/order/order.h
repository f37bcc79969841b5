// The order of rows. Each row gets a 64-bit key, computed once; the keys are sorted by radix, which
// is fast enough for a million rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "faces/order/sort_key.h"
#include "model/snapshot.h"

namespace portexplorer {

// Returns positions into `rows` (which are indices into Snapshot::rows) in display order.
//
// Without keys: listening sockets by protocol and port; then sockets held by processes, by name and
// pid; then sockets that no process holds. With keys: by these, in the order of compare() with
// unknown values always last, and for equal keys in the order above. The result depends only on the
// sockets, not on the order in which the kernel lists them.
[[nodiscard]] std::vector<std::uint32_t> order_rows(const Snapshot&,
                                                    std::span<const std::uint32_t> rows,
                                                    std::span<const SortKey> keys);

}  // namespace portexplorer
