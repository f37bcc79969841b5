// A single condition on a row. Everything that does not depend on the row is precomputed.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/fields.h"
#include "model/filter/endpoints.h"
#include "model/filter/field_words.h"
#include "model/filter/literals.h"
#include "model/filter/pattern.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {

// Protocol, family or state is one of a set: bit N is the enumerator with value N.
struct MaskCondition {
  FieldId field = FieldId::state;
  std::uint32_t mask = 0;
  std::vector<std::uint8_t>
      raw_protocols{};  // for "raw/47": raw sockets of these protocols pass too
};

struct TextTest {
  enum class Kind : std::uint8_t { contains, equals, pattern };
  Kind kind = Kind::contains;
  Needle needle;
  std::optional<Pattern> pattern;

  [[nodiscard]] bool matches(std::string_view text) const;
};

// Any of the tests matches the value, as text, of any of the fields.
struct TextCondition {
  std::vector<const Field*> fields;
  std::vector<TextTest> tests;
};

struct NumberCondition {
  const Field* field = nullptr;
  std::vector<NumberRange> ranges;
  // Values as rows show them, rounded and with their unit. Any row that shows one of them passes.
  std::vector<std::string> shown;
};

struct BooleanCondition {
  const Field* field = nullptr;
  bool wanted = true;
};

struct TimeCondition {
  const Field* field = nullptr;
  std::vector<TimeRange> ranges;
  // "<14:02:11" or "<14:03", shown by a row that has only an upper bound.
  std::vector<std::string> shown;
};

// The address and port of a side are both in one of the endpoints.
struct EndpointCondition {
  std::uint8_t sides = kLocal | kRemote;
  std::vector<Endpoint> endpoints;
  // Also matches a socket without a local address that accepts connections to a matching one. Not
  // set if the condition is negated.
  bool finds_wildcards = false;
};

// The value is known.
struct PresenceCondition {
  Subject subject;
};

// A word without a field: searched for in what the row shows.
struct WordCondition {
  TextTest test;
  bool looks_at_addresses = true;       // false: the word has a character that no IP address has
  std::optional<std::uint64_t> number;  // equal to a port or a pid
  PortRanges ports;                     // of a service with this name
  std::uint32_t states = 0;             // that the word names
  std::optional<Endpoint> endpoint;
  // Shown columns, in addition to those that are always searched.
  std::vector<const Field*> columns;
};

struct Condition {
  std::variant<MaskCondition, TextCondition, NumberCondition, BooleanCondition, TimeCondition,
               EndpointCondition, PresenceCondition, WordCondition>
      test;
  bool negated = false;
};

// Returns whether the row meets the condition. A condition on an unknown value (or an empty text)
// is not met, whether negated or not; only PresenceCondition detects it. The row's Snapshot must
// have its sample.
[[nodiscard]] bool meets(const Condition&, const RowView&);

}  // namespace portexplorer::filter
