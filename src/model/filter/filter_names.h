// Knowledge that the parser of filters gets from outside, since the model reads no files or clock.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "model/fields.h"

namespace portexplorer {

struct FilterNames {
  // Returns every port with this service name, e.g. {443} for "https". If empty, ports must be
  // numbers.
  std::function<std::vector<std::uint32_t>(std::string_view)> ports_of_service{};
  // The columns that the reader sees. Words are searched for in them too, in addition to the
  // columns that are always searched.
  std::vector<FieldId> columns{};
  // The largest port that the rows can have: 32 bits for netlink and vsock, 16 for all others. A
  // larger one in a filter is an error.
  std::uint32_t largest_port = UINT32_MAX;
  // Local time minus UTC, in seconds; by default that of this machine now.
  std::optional<std::int32_t> utc_offset_seconds{};
};

}  // namespace portexplorer
