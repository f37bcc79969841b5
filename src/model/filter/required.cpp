#include "model/filter/required.h"

namespace portexplorer::filter {
namespace {

std::optional<std::uint64_t> single_value(const NumberCondition& condition) {
  if (condition.ranges.size() != 1 || !condition.shown.empty()) return std::nullopt;
  const NumberRange& r = condition.ranges.front();
  if (!r.low || !r.high || r.low_open || r.high_open || !r.low->whole || !r.high->whole)
    return std::nullopt;
  return r.low->integer == r.high->integer ? std::optional(r.low->integer) : std::nullopt;
}

std::optional<std::uint32_t> single_port(const EndpointCondition& condition) {
  if (condition.endpoints.size() != 1) return std::nullopt;
  const PortRanges& ports = condition.endpoints.front().ports;
  return ports.size() == 1 && ports.front().first == ports.front().last
             ? std::optional(ports.front().first)
             : std::nullopt;
}

// If two values contradict each other, no row passes, so either may be used.
template <typename T>
void take(std::optional<T>& value, const std::optional<T>& found) {
  if (found) value = found;
}

struct Taker {
  RequiredValues& values;

  void operator()(const MaskCondition& c) const {
    const std::uint32_t raw =
        c.raw_protocols.empty() ? 0 : 1u << static_cast<unsigned>(Protocol::raw);
    if (c.field == FieldId::protocol)
      values.protocol_set = values.protocol_set.value_or(~0u) & (c.mask | raw);
  }
  void operator()(const NumberCondition& c) const {
    if (c.field->id == FieldId::pid) take(values.pid, single_value(c));
    if (c.field->id == FieldId::uid) take(values.uid, single_value(c));
  }
  void operator()(const EndpointCondition& c) const { take(values.port, single_port(c)); }
  void operator()(const auto&) const {}
};

void collect(const Program& program, std::uint32_t index, RequiredValues& values) {
  const Node& node = program.nodes[index];
  if (node.kind == Node::Kind::all) {
    for (const std::uint32_t child : node.children) collect(program, child, values);
  } else if (node.kind == Node::Kind::condition && !program.conditions[node.condition].negated) {
    std::visit(Taker{values}, program.conditions[node.condition].test);
  }
}

}  // namespace

RequiredValues required_values(const Program& program) {
  RequiredValues values;
  collect(program, program.root, values);
  return values;
}

}  // namespace portexplorer::filter
