// A filter's tree of conditions, ready to run.
#pragma once

#include <cstdint>
#include <vector>

#include "model/filter/condition.h"

namespace portexplorer::filter {

struct Node {
  enum class Kind : std::uint8_t { condition, negation, all, any };
  Kind kind = Kind::condition;
  std::uint32_t condition = 0;          // index into Program::conditions
  std::vector<std::uint32_t> children;  // indices into Program::nodes
};

struct Program {
  std::vector<Condition> conditions;
  std::vector<Node> nodes;
  std::uint32_t root = 0;
};

[[nodiscard]] bool run(const Program&, const RowView&);

}  // namespace portexplorer::filter
