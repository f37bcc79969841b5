// The order of rows. Keys are computed once for each row and sorted by radix, so that a million
// rows take a blink.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "faces/order/sort_key.h"
#include "model/snapshot.h"

namespace portexplorer {

// Positions into `rows` (indices into Snapshot::rows), in the order in which they are shown.
//
// Without keys: first what listens, by protocol and port; then what processes hold, by the
// process's name and pid; then what nobody holds. With keys: by them, in the order of compare()
// with unknown values always last, and where they are the same by the order above. The order is the
// same for the same sockets, whatever order the kernel tells them in.
[[nodiscard]] std::vector<std::uint32_t> order_rows(const Snapshot&,
                                                    std::span<const std::uint32_t> rows,
                                                    std::span<const SortKey> keys);

}  // namespace portexplorer
