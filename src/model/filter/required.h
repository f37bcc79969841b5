// What every row that passes a filter must have, so that a source need not tell of the others at
// all.
#pragma once

#include <cstdint>
#include <optional>

#include "model/filter/program.h"

namespace portexplorer {

// Empty: the filter says nothing about it that could be told beforehand.
struct RequiredValues {
  std::optional<std::uint64_t> pid;
  std::optional<std::uint64_t> uid;
  std::optional<std::uint32_t> port;          // local or remote
  std::optional<std::uint32_t> protocol_set;  // bit N stands for Protocol N
};

namespace filter {

// Looks at conditions that must all be met; what stands below `or` and `not` says nothing.
[[nodiscard]] RequiredValues required_values(const Program&);

}  // namespace filter
}  // namespace portexplorer
