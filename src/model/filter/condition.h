// A single question about a row, with everything that can be known before rows come already worked
// out.
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

// Protocol, family or state is one of a set: bit N stands for the enumerator of value N.
struct MaskCondition {
  FieldId field = FieldId::state;
  std::uint32_t mask = 0;
  std::vector<std::uint8_t> raw_protocols{};  // of "raw/47": raw sockets of these pass too
};

struct TextTest {
  enum class Kind : std::uint8_t { contains, equals, pattern };
  Kind kind = Kind::contains;
  Needle needle;
  std::optional<Pattern> pattern;

  [[nodiscard]] bool matches(std::string_view text) const;
};

// Any of the tests holds for the value, as text, of any of the fields.
struct TextCondition {
  std::vector<const Field*> fields;
  std::vector<TextTest> tests;
};

struct NumberCondition {
  const Field* field = nullptr;
  std::vector<NumberRange> ranges;
  std::vector<std::string> shown;  // values as rows show them, rounded and with their unit: any row
                                   // that shows one passes
};

struct BooleanCondition {
  const Field* field = nullptr;
  bool wanted = true;
};

struct TimeCondition {
  const Field* field = nullptr;
  std::vector<TimeRange> ranges;
  std::vector<std::string>
      shown;  // "<14:02:11" or "<14:03", which a row shows whose time is only known to be before
};

// A side's address and port are together in one of the endpoints.
struct EndpointCondition {
  std::uint8_t sides = kLocal | kRemote;
  std::vector<Endpoint> endpoints;
  bool finds_wildcards = false;  // also a socket without a local address that answers on such a
                                 // one; not if it is negated
};

// The value is there at all.
struct PresenceCondition {
  Subject subject;
};

// A word without a field: what can be seen in the row.
struct WordCondition {
  TextTest test;
  bool looks_at_addresses = true;       // false: the word holds what no IP address holds
  std::optional<std::uint64_t> number;  // equal to a port or pid
  PortRanges ports;                     // of a service with this name
  std::uint32_t states = 0;             // that the word names
  std::optional<Endpoint> endpoint;
  std::vector<const Field*> columns;  // shown, beside those that are always looked at
};

struct Condition {
  std::variant<MaskCondition, TextCondition, NumberCondition, BooleanCondition, TimeCondition,
               EndpointCondition, PresenceCondition, WordCondition>
      test;
  bool negated = false;
};

// Whether the row meets the condition. Where the value asked for is not known (or a text is empty),
// it does not, negated or not; only PresenceCondition sees that. The row's Snapshot needs its
// sample.
[[nodiscard]] bool meets(const Condition&, const RowView&);

}  // namespace portexplorer::filter
