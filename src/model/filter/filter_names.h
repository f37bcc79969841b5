// What a filter has to be told by those who know: the model itself knows no files and no clock.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "model/fields.h"

namespace portexplorer {

struct FilterNames {
  // Every port that has this service name, e.g. {443} for "https". Without it, ports are numbers.
  std::function<std::vector<std::uint32_t>(std::string_view)> ports_of_service{};
  // Columns that the reader sees: words look into them too, beside those that they always look
  // into.
  std::vector<FieldId> columns{};
  // The largest port that the rows can have: netlink and vsock number theirs with 32 bits, all
  // others with 16. A larger one in a filter is an error.
  std::uint32_t largest_port = UINT32_MAX;
  // Local time is UTC plus this; by default what this machine has now.
  std::optional<std::int32_t> utc_offset_seconds{};
};

}  // namespace portexplorer
