#include "model/filter/program.h"

#include <algorithm>

namespace portexplorer::filter {
namespace {

// The recursion is as deep as the nesting, which the parser limits.
bool run_node(const Program& program, std::uint32_t index, const RowView& row) {
  const Node& node = program.nodes[index];
  const auto holds = [&](std::uint32_t child) { return run_node(program, child, row); };
  switch (node.kind) {
    case Node::Kind::condition: return meets(program.conditions[node.condition], row);
    case Node::Kind::negation: return !holds(node.children.front());
    case Node::Kind::all: return std::ranges::all_of(node.children, holds);
    case Node::Kind::any: return std::ranges::any_of(node.children, holds);
  }
  return false;
}

}  // namespace

bool run(const Program& program, const RowView& row) {
  return run_node(program, program.root, row);
}

}  // namespace portexplorer::filter
