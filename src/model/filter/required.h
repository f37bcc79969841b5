// Derives what every row that passes a filter must have, so that a source can omit all others.
#pragma once

#include <cstdint>
#include <optional>

#include "model/filter/program.h"

namespace portexplorer {

// An empty member means that nothing can be derived.
struct RequiredValues {
  std::optional<std::uint64_t> pid;
  std::optional<std::uint64_t> uid;
  std::optional<std::uint32_t> port;          // local or remote
  std::optional<std::uint32_t> protocol_set;  // bit N is Protocol N
};

namespace filter {

// Considers conditions that must all be met. Conditions below `or` and `not` imply nothing.
[[nodiscard]] RequiredValues required_values(const Program&);

}  // namespace filter
}  // namespace portexplorer
