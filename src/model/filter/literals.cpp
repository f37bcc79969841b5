#include "model/filter/literals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>

#include "base/ascii.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

struct Scale {
  std::string_view word;  // lower case
  double factor;
  std::uint64_t whole;  // the factor if it is an integer
};

constexpr std::array kThousands = {
    Scale{"k", 1e3, 1'000}, Scale{"m", 1e6, 1'000'000}, Scale{"g", 1e9, 1'000'000'000},
    Scale{"t", 1e12, 1'000'000'000'000}, Scale{"p", 1e15, 1'000'000'000'000'000}};
constexpr std::array kBinary = {Scale{"ki", 1024.0, 1ull << 10}, Scale{"mi", 1048576.0, 1ull << 20},
                                Scale{"gi", 1073741824.0, 1ull << 30},
                                Scale{"ti", 1099511627776.0, 1ull << 40},
                                Scale{"pi", 1125899906842624.0, 1ull << 50}};
constexpr std::array kMicroseconds = {Scale{"us", 1, 1}, Scale{"µs", 1, 1}, Scale{"ms", 1e3, 1000},
                                      Scale{"s", 1e6, 1'000'000}, Scale{"m", 6e7, 60'000'000}};

template <std::size_t size>
const Scale* find_scale(const std::array<Scale, size>& scales, std::string_view word) {
  const auto it = std::ranges::find(scales, word, &Scale::word);
  return it == scales.end() ? nullptr : &*it;
}

// Returns the factor of a unit, or nullptr if the unit has no such suffix.
const Scale* find_unit(Unit unit, std::string_view suffix) {
  static constexpr Scale kOne{"", 1, 1};
  std::string word = ascii_lower(without_blanks(suffix));
  if (word.empty()) return &kOne;
  if (unit == Unit::microseconds) return find_scale(kMicroseconds, word);
  if (unit == Unit::none) return nullptr;
  if (unit == Unit::bytes_per_second && word.ends_with("/s")) word.resize(word.size() - 2);
  const bool counts_bytes = unit == Unit::bytes || unit == Unit::bytes_per_second;
  if (counts_bytes && word.ends_with('b')) word.pop_back();
  if (word.empty()) return &kOne;
  if (const Scale* scale = find_scale(kThousands, word)) return scale;
  return counts_bytes ? find_scale(kBinary, word) : nullptr;
}

std::string unit_help(Unit unit) {
  switch (unit) {
    case Unit::bytes: return "expected bytes such as 500, 10k, 1.5M, 2G or 10Mi";
    case Unit::bytes_per_second: return "expected bytes per second such as 500, 10k, 1.5M or 10Mi";
    case Unit::microseconds:
      return "expected a time such as 500us, 20ms or 1.5s; without a unit, microseconds";
    case Unit::packets:
    case Unit::count: return "expected a count such as 500, 10k or 2M";
    case Unit::none: break;
  }
  return "expected a whole number";
}

std::size_t number_length(std::string_view text) {
  const auto end = std::ranges::find_if(text, [](char c) { return !is_digit(c) && c != '.'; });
  return static_cast<std::size_t>(end - text.begin());
}

// Returns the product of a decimal fraction ("1.001") and a factor, without the rounding of a
// double. Returns nothing if it is not a whole number or is too large.
std::optional<std::uint64_t> whole_product(std::string_view number, std::uint64_t factor) {
  const std::size_t dot = std::min(number.find('.'), number.size() - 1);
  std::string_view fraction = number.substr(dot + 1);
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > std::numeric_limits<std::uint64_t>::digits10) return std::nullopt;
  std::uint64_t divisor = 1;
  for (std::size_t i = 0; i < fraction.size(); ++i) divisor *= 10;
  const std::string digits = std::string(number.substr(0, dot)) + std::string(fraction);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  const std::uint64_t common = std::gcd(factor, divisor);
  factor /= common;
  divisor /= common;
  if (value % divisor != 0 || value / divisor > UINT64_MAX / factor) return std::nullopt;
  return value / divisor * factor;
}

std::optional<Quantity> parse_hexadecimal(std::string_view text) {
  if (text.size() < 3 || text[0] != '0' || ascii_lower(text[1]) != 'x') return std::nullopt;
  Quantity q;
  const auto [end, error] =
      std::from_chars(text.data() + 2, text.data() + text.size(), q.integer, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  q.whole = true;
  q.real = static_cast<double>(q.integer);
  return q;
}

int compare(std::uint64_t value, const Quantity& q) {
  if (q.whole) return value < q.integer ? -1 : value > q.integer ? 1 : 0;
  const auto real = static_cast<double>(value);
  return real < q.real ? -1 : real > q.real ? 1 : 0;
}

int compare(double value, const Quantity& q) {
  return value < q.real ? -1 : value > q.real ? 1 : 0;
}

template <typename Number>
bool is_within(const NumberRange& range, Number value) {
  if (range.low) {
    const int order = compare(value, *range.low);
    if (order < 0 || (order == 0 && range.low_open)) return false;
  }
  if (range.high) {
    const int order = compare(value, *range.high);
    if (order > 0 || (order == 0 && range.high_open)) return false;
  }
  return true;
}

bool is_greater(const Quantity& a, const Quantity& b) {
  return a.whole && b.whole ? a.integer > b.integer : a.real > b.real;
}

}  // namespace

std::optional<Operator> read_operator(std::string_view text) {
  struct Spelling {
    std::string_view text;
    Comparison comparison;
  };
  // Longer ones first, so that the longest match is found.
  static constexpr std::array kSpellings = {
      Spelling{"==", Comparison::equal},         Spelling{"!=", Comparison::not_equal},
      Spelling{"!:", Comparison::lacks},         Spelling{"<=", Comparison::less_equal},
      Spelling{">=", Comparison::greater_equal}, Spelling{"=", Comparison::equal},
      Spelling{"<", Comparison::less},           Spelling{">", Comparison::greater},
      Spelling{":", Comparison::contains}};
  for (const Spelling& s : kSpellings) {
    if (text.starts_with(s.text)) return Operator{s.comparison, s.text.size()};
  }
  return std::nullopt;
}

Parsed<RangeText> split_range(Part value, Comparison comparison) {
  if (!is_order(comparison)) {
    const std::optional<Operator> inner = read_operator(value.text);  // "field:>10M"
    if (inner && is_order(inner->comparison) && !is_negation(comparison))
      return split_range(value.from(inner->length), inner->comparison);
  }
  if (value.text.empty()) return error_at(value, "value expected");
  RangeText range;
  const std::size_t dots = value.text.find("..");
  if (is_order(comparison)) {
    if (dots != std::string_view::npos)
      return error_at(value, "a range takes no <, > or = (write field:10..20)");
    const bool is_low =
        comparison == Comparison::greater || comparison == Comparison::greater_equal;
    (is_low ? range.low : range.high) = value;
    range.low_open = comparison == Comparison::greater;
    range.high_open = comparison == Comparison::less;
    return range;
  }
  if (dots == std::string_view::npos) {
    range.low = range.high = value;
    range.single = true;
    return range;
  }
  if (value.text.size() == 2)
    return error_at(value, "a range requires an end: 10.., ..20 or 10..20");
  if (dots > 0) range.low = value.first(dots);
  if (dots + 2 < value.text.size()) range.high = value.from(dots + 2);
  return range;
}

Parsed<Quantity> parse_quantity(Part part, Unit unit) {
  if (unit == Unit::none) {
    if (const auto hexadecimal = parse_hexadecimal(part.text)) return *hexadecimal;
  }
  const std::size_t length = number_length(part.text);
  const std::string_view digits = part.text.substr(0, length);
  const Scale* scale = find_unit(unit, part.text.substr(length));
  if (length == 0)
    return error_at(part, in_quotes(part.text) + " is not a number (" + unit_help(unit) + ")");
  if (scale == nullptr)
    return error_at(part.from(length), "unknown unit (" + unit_help(unit) + ")");
  Quantity q;
  const char* last = digits.data() + digits.size();
  const auto whole = std::from_chars(digits.data(), last, q.integer);
  if (whole.ec == std::errc{} && whole.ptr == last) {
    if (q.integer > UINT64_MAX / scale->whole) return error_at(part, "number is too large");
    q.whole = true;
    q.integer *= scale->whole;
    q.real = static_cast<double>(q.integer);
    return q;
  }
  if (whole.ec == std::errc::result_out_of_range) return error_at(part, "number is too large");
  const auto real = std::from_chars(digits.data(), last, q.real);
  if (real.ec != std::errc{} || real.ptr != last || unit == Unit::none)
    return error_at(part, in_quotes(part.text) + " is not a number (" + unit_help(unit) + ")");
  q.real *= scale->factor;
  // 1.5M is a whole number of bytes.
  if (const auto product = whole_product(digits, scale->whole)) {
    q.whole = true;
    q.integer = *product;
    q.real = static_cast<double>(q.integer);
  }
  q.is_binary = scale->whole % 1024 == 0;
  return q;
}

Parsed<NumberRange> parse_number_range(Part value, Comparison comparison, Unit unit) {
  FILTER_TRY(text, split_range(value, comparison));
  NumberRange range;
  range.low_open = text.low_open;
  range.high_open = text.high_open;
  if (text.low) {
    FILTER_TRY(low, parse_quantity(*text.low, unit));
    range.low = low;
  }
  if (text.high) {
    FILTER_TRY(high, parse_quantity(*text.high, unit));
    range.high = high;
  }
  if (range.low && range.high && is_greater(*range.low, *range.high))
    return error_at(value, "range ends before it starts");
  return range;
}

bool NumberRange::contains(std::uint64_t value) const { return is_within(*this, value); }
bool NumberRange::contains(double value) const { return is_within(*this, value); }

}  // namespace portexplorer::filter
