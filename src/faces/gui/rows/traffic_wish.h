// The sends and receives that the traffic log shows, chosen by the selection in the list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "faces/gui/rows/listing.h"
#include "model/event.h"

namespace portexplorer::gui {

// Selects the sends and receives of these processes and on these ports.
struct TrafficWish {
  TraceFilter kernel;     // the filter in the kernel; a superset of the selection unless is_exact
  bool is_exact = true;   // keep_wanted() need not filter again
  std::vector<Pid> pids;  // ascending
  std::vector<std::uint32_t> ports;    // ascending; local or remote
  std::vector<std::string> processes;  // "firefox (2210)", parallel to `pids`; escaped
};

// Returns the selection for these rows: their processes, and the local ports of rows without an
// owner. If they have several processes but share one local port, selects that port instead.
// Returns nothing if the rows have neither.
[[nodiscard]] std::optional<TrafficWish> traffic_wish(const Listing&,
                                                      const std::vector<std::uint32_t>& items);

// Removes sends and receives outside the selection from a batch.
void keep_wanted(EventBatch&, const TrafficWish&);

}  // namespace portexplorer::gui
