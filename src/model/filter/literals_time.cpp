// Parses durations, times of day and dates.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/ascii.h"
#include "model/filter/literals.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

constexpr std::int64_t kSecond = kNanosecondsPerSecond;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr double kLongestDuration =
    200.0 * 365 * 86400 * 1e9;  // the range of 64-bit nanoseconds, with room for additions
constexpr std::string_view kTimeHelp =
    "(expected an age, ..5m (younger) or 1h.. (older), or a time such as 14:02, 14:02:11, "
    "2026-02-13 "
    "or 2026-02-13T14:02:11Z)";

struct DurationUnit {
  std::string_view word;
  std::int64_t nanoseconds;
};
constexpr std::array kDurationUnits = {DurationUnit{"us", 1000},   DurationUnit{"ms", 1'000'000},
                                       DurationUnit{"s", kSecond}, DurationUnit{"m", kMinute},
                                       DurationUnit{"h", kHour},   DurationUnit{"d", kDay},
                                       DurationUnit{"w", 7 * kDay}};

// The time that a written moment covers: [start, start + length).
struct Moment {
  bool is_clock = false;
  std::int64_t start = 0;  // nanoseconds since 1970, or since local midnight
  std::int64_t length = 0;
};

// Reads a fixed number of digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, width)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Reads ".123": adds nanoseconds, and sets `length` to the precision.
bool take_fraction(std::string_view& text, Moment& moment) {
  if (!take(text, '.')) return true;
  std::size_t digits = 0;
  std::int64_t unit = kSecond;
  while (!text.empty() && is_digit(text.front())) {
    if (++digits > 9) return false;
    unit /= 10;
    moment.start += (text.front() - '0') * unit;
    text.remove_prefix(1);
  }
  moment.length = unit;
  return digits > 0;
}

// Reads "14:02", "14:02:11" or "14:02:11.5" and adds it to `moment`.
bool take_clock(std::string_view& text, Moment& moment) {
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return false;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) return false;
  moment.start += *hours * kHour + *minutes * kMinute;
  moment.length = kMinute;
  if (!take(text, ':')) return true;
  const auto seconds = take_number(text, 2);
  if (!seconds || *seconds > 60) return false;
  moment.start += *seconds * kSecond;
  moment.length = kSecond;
  return take_fraction(text, moment);
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || *year < 1900 || *year > 2200) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay;
}

// Reads "Z", "+01:00", or nothing for local time.
std::optional<std::int64_t> take_zone(std::string_view& text, std::int64_t local) {
  if (text.empty()) return local;
  if (take(text, 'Z') || take(text, 'z')) return 0;
  const bool west = text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const std::int64_t offset = *hours * kHour + *minutes * kMinute;
  return west ? -offset : offset;
}

std::optional<Moment> parse_moment(std::string_view text, std::int64_t utc_offset) {
  Moment moment;
  if (text.size() >= 3 && text[2] == ':') {
    moment.is_clock = true;
    if (!take_clock(text, moment) || !text.empty()) return std::nullopt;
    return moment;
  }
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  moment.start = *date;
  moment.length = kDay;
  if (take(text, 'T') || take(text, 't') || take(text, ' ')) {
    if (!take_clock(text, moment)) return std::nullopt;
  } else if (!text.empty()) {
    return std::nullopt;
  }
  const auto zone = take_zone(text, utc_offset);
  if (!zone || !text.empty()) return std::nullopt;
  moment.start -= *zone;
  return moment;
}

bool is_duration(std::string_view text) {
  return !text.empty() && text.find_first_of(":-") == std::string_view::npos &&
         (is_digit(text.front()) || text.front() == '.');
}

}  // namespace

Parsed<std::int64_t> parse_duration(Part part) {
  double total = 0;
  Part rest = part;
  do {
    double count = 0;
    const char* last = rest.text.data() + rest.text.size();
    const auto [end, error] =
        std::from_chars(rest.text.data(), last, count, std::chars_format::fixed);
    const auto digits = static_cast<std::size_t>(end - rest.text.data());
    if (error != std::errc{} || !(count >= 0))
      return error_at(part,
                      in_quotes(part.text) + " is not a duration (expected 30s, 5m, 2h or 1h30m)");
    rest = rest.from(digits);
    std::size_t letters = 0;
    while (letters < rest.text.size() && !is_digit(rest.text[letters]) && rest.text[letters] != '.')
      ++letters;
    const std::string word = ascii_lower(rest.text.substr(0, letters));
    const auto unit = std::ranges::find(kDurationUnits, word, &DurationUnit::word);
    if (unit == kDurationUnits.end())
      return error_at(letters == 0 ? part : rest.first(letters),
                      "a duration requires a unit: ms, s, m, h, d or w");
    total += count * static_cast<double>(unit->nanoseconds);
    if (total > kLongestDuration) return error_at(part, "duration is too long");
    rest = rest.from(letters);
  } while (!rest.text.empty());
  return static_cast<std::int64_t>(total);
}

// Builds a range; a friend of TimeRange.
class TimeRangeParser {
 public:
  TimeRangeParser(Part value, const RangeText& text, std::int32_t utc_offset_seconds)
      : value_(value), text_(text) {
    range_.utc_offset_ = utc_offset_seconds * kSecond;
  }

  // The greater an age, the earlier the time, so the ends are swapped.
  Parsed<TimeRange> parse_ages() {
    const std::string age(value_.text);
    if (text_.single)
      return error_at(value_,
                      "an age requires a range: .." + age + " (younger) or " + age + ".. (older)");
    range_.kind_ = TimeRange::Kind::age;
    if (text_.low) {
      FILTER_TRY(youngest, parse_duration(*text_.low));
      range_.high_ = youngest;
      range_.high_shift_ = text_.low_open ? -1 : 0;
    }
    if (text_.high) {
      FILTER_TRY(oldest, parse_duration(*text_.high));
      range_.low_ = oldest;
      range_.low_shift_ = text_.high_open ? 1 : 0;
    }
    if (range_.low_ && range_.high_ && *range_.low_ < *range_.high_)
      return error_at(value_, "range ends before it starts");
    return range_;
  }

  Parsed<TimeRange> parse_moments() {
    FILTER_TRY(low, moment_of(text_.low));
    FILTER_TRY(high, moment_of(text_.high));
    if (low && high && low->is_clock != high->is_clock)
      return error_at(value_, "both ends require a date, or neither");
    const bool is_clock = low ? low->is_clock : high->is_clock;
    if (low && high && !is_clock && low->start > high->start)
      return error_at(value_, "range ends before it starts");
    range_.kind_ = is_clock ? TimeRange::Kind::clock : TimeRange::Kind::instant;
    if (low) {
      range_.low_ = low->start;
      range_.low_shift_ = text_.low_open ? low->length : 0;
    }
    if (high) {
      range_.high_ = high->start;
      range_.high_shift_ = text_.high_open ? -1 : high->length - 1;
    }
    return range_;
  }

 private:
  [[nodiscard]] Parsed<std::optional<Moment>> moment_of(const std::optional<Part>& part) const {
    if (!part) return std::optional<Moment>();
    const std::optional<Moment> moment = parse_moment(part->text, range_.utc_offset_);
    if (!moment)
      return error_at(*part, in_quotes(part->text) + " is not a time " + std::string(kTimeHelp));
    return moment;
  }

  Part value_;
  const RangeText& text_;
  TimeRange range_;
};

Parsed<TimeRange> parse_time_range(Part value, Comparison comparison,
                                   std::int32_t utc_offset_seconds) {
  FILTER_TRY(text, split_range(value, comparison));
  TimeRangeParser parser(value, text, utc_offset_seconds);
  return is_duration(text.low ? text.low->text : text.high->text) ? parser.parse_ages()
                                                                  : parser.parse_moments();
}

TimeRange::Span TimeRange::at(Timestamp taken_at) const {
  // Limited to a range in which nothing below can overflow.
  const std::int64_t now = std::clamp(taken_at.value(), std::int64_t{0}, INT64_MAX / 2);
  Span span;
  if (kind_ == Kind::age) {
    if (low_) span.low = now - *low_ + low_shift_;
    if (high_) span.high = now - *high_ + high_shift_;
    return span;
  }
  if (kind_ == Kind::instant) {
    if (low_) span.low = *low_ + low_shift_;
    if (high_) span.high = *high_ + high_shift_;
    return span;
  }
  // A time of day means its most recent occurrence. The end of a range is the first one after its
  // start.
  const std::int64_t local = now + utc_offset_;
  const std::int64_t midnight = now - ((local % kDay) + kDay) % kDay;
  const auto latest = [&](std::int64_t clock) {
    return midnight + clock <= now ? midnight + clock : midnight + clock - kDay;
  };
  if (low_) span.low = latest(*low_);
  if (high_) span.high = low_ ? span.low + ((*high_ - *low_) % kDay + kDay) % kDay : latest(*high_);
  if (low_) span.low += low_shift_;
  if (high_) span.high += high_shift_;
  return span;
}

}  // namespace portexplorer::filter
