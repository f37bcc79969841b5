// Parses numbers with units, durations and times in filters, and ranges of them.
#pragma once

#include <cstdint>
#include <optional>

#include "model/fields.h"
#include "model/filter/filter_error.h"

namespace portexplorer::filter {

enum class Comparison : std::uint8_t {
  contains,
  lacks,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal
};
[[nodiscard]] constexpr bool is_negation(Comparison c) {
  return c == Comparison::lacks || c == Comparison::not_equal;
}
[[nodiscard]] constexpr bool is_order(Comparison c) { return c >= Comparison::less; }

// Reads "<", ">=", "!:", … at the start of `text`; nothing if there is none.
struct Operator {
  Comparison comparison;
  std::size_t length;
};
[[nodiscard]] std::optional<Operator> read_operator(std::string_view text);

// The parts of a value: "a", "a..b", "a..", "..b", ">a", …; the ends are not parsed yet.
struct RangeText {
  std::optional<Part> low;
  std::optional<Part> high;
  bool low_open = false;  // the end itself is excluded
  bool high_open = false;
  bool single = false;  // a single value: low and high are the same text
};
[[nodiscard]] Parsed<RangeText> split_range(Part value, Comparison);

// A number as written. `integer` is exact if `whole`, since counters exceed the 53 bits of a
// double.
struct Quantity {
  bool whole = false;
  bool is_binary = false;  // a fraction of Ki, Mi, …
  std::uint64_t integer = 0;
  double real = 0;
};

struct NumberRange {
  std::optional<Quantity> low;
  std::optional<Quantity> high;
  bool low_open = false;
  bool high_open = false;

  [[nodiscard]] bool contains(std::uint64_t) const;
  [[nodiscard]] bool contains(double) const;
};
// Returns the range in the field's unit: "10M" is 10000000 for bytes, "5ms" is 5000 for
// microseconds.
[[nodiscard]] Parsed<NumberRange> parse_number_range(Part value, Comparison, Unit);
[[nodiscard]] Parsed<Quantity> parse_quantity(Part, Unit);

// Parses "90s", "1h30m", "0.5d". Returns nanoseconds.
[[nodiscard]] Parsed<std::int64_t> parse_duration(Part);

// A span of time, both ends included. Ages and times of day are relative to the time of the sample
// that is filtered.
class TimeRange {
 public:
  struct Span {
    std::int64_t low = INT64_MIN;  // nanoseconds since 1970, both inclusive
    std::int64_t high = INT64_MAX;
  };
  [[nodiscard]] Span at(Timestamp taken_at) const;

 private:
  friend class TimeRangeParser;
  enum class Kind : std::uint8_t { age, instant, clock };

  Kind kind_ = Kind::instant;
  // Nanoseconds: before now for ages, since 1970 for instants, since local midnight for times of
  // day. The shift is added last.
  std::optional<std::int64_t> low_;
  std::optional<std::int64_t> high_;
  std::int64_t low_shift_ = 0;
  std::int64_t high_shift_ = 0;
  std::int64_t utc_offset_ = 0;
};
// Parses "..5m" (an age), "14:00..15:00", "2026-02-13T09:14:00Z..", "2026-02-13". A time covers its
// whole minute, second or day.
[[nodiscard]] Parsed<TimeRange> parse_time_range(Part value, Comparison,
                                                 std::int32_t utc_offset_seconds);

}  // namespace portexplorer::filter
