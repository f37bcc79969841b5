// Whose sends and receives the traffic log tells, by what is selected in the list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "faces/gui/rows/listing.h"
#include "model/event.h"

namespace portexplorer::gui {

// Of these processes, and at these ports.
struct TrafficWish {
  TraceFilter
      kernel;  // what the kernel can decide; it lets through more than is wanted unless is_exact
  bool is_exact = true;                // what it lets through needs no second look
  std::vector<Pid> pids;               // ascending
  std::vector<std::uint32_t> ports;    // ascending; local or remote
  std::vector<std::string> processes;  // "firefox (2210)", as pids have them; escaped
};

// The processes of these rows. Where they have several but share a local port, that port; ports
// stand for rows without an owner, too. Nothing where the rows have neither.
[[nodiscard]] std::optional<TrafficWish> traffic_wish(const Listing&,
                                                      const std::vector<std::uint32_t>& items);

// Leaves out sends and receives that nobody wished for.
void keep_wanted(EventBatch&, const TrafficWish&);

}  // namespace portexplorer::gui
