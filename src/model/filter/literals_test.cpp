#include "model/filter/literals.h"

#include <gtest/gtest.h>

namespace portexplorer::filter {
namespace {

constexpr std::int64_t kMinute = 60 * kNanosecondsPerSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr Timestamp kNow{1'770'991'500 * kNanosecondsPerSecond};  // 2026-02-13T14:05:00Z
constexpr std::int64_t kMidnight = kNow.value() - 14 * kHour - 5 * kMinute;

std::optional<std::uint64_t> whole(std::string_view text, Unit unit) {
  const auto q = parse_quantity({text, 0}, unit);
  return q && q->whole ? std::optional(q->integer) : std::nullopt;
}

// Position and length of the error, "7+3"; "" if there is none.
template <typename T>
std::string error_place(const Parsed<T>& parsed) {
  return parsed ? ""
                : std::to_string(parsed.error().position) + "+" +
                      std::to_string(parsed.error().length);
}

TEST(Quantity, HasUnitsOfBytes) {
  EXPECT_EQ(whole("500", Unit::bytes), 500u);
  EXPECT_EQ(whole("10k", Unit::bytes), 10'000u);
  EXPECT_EQ(whole("10K", Unit::bytes), 10'000u);
  EXPECT_EQ(whole("10kB", Unit::bytes), 10'000u);
  EXPECT_EQ(whole("1.5M", Unit::bytes), 1'500'000u);
  EXPECT_EQ(whole("2g", Unit::bytes), 2'000'000'000u);
  EXPECT_EQ(whole("1Ki", Unit::bytes), 1024u);
  EXPECT_EQ(whole("1MiB", Unit::bytes), 1'048'576u);
  EXPECT_EQ(whole("3Gi", Unit::bytes), 3'221'225'472u);
  EXPECT_EQ(whole("7B", Unit::bytes), 7u);
  EXPECT_EQ(whole("18446744073709551615", Unit::bytes), UINT64_MAX);
}

TEST(Quantity, HasUnitsOfOtherKinds) {
  EXPECT_EQ(whole("5M/s", Unit::bytes_per_second), 5'000'000u);
  EXPECT_EQ(whole("20ms", Unit::microseconds), 20'000u);
  EXPECT_EQ(whole("1.5s", Unit::microseconds), 1'500'000u);
  EXPECT_EQ(whole("µs", Unit::microseconds), std::nullopt);
  EXPECT_EQ(whole("7µs", Unit::microseconds), 7u);
  EXPECT_EQ(whole("3k", Unit::packets), 3'000u);
  EXPECT_EQ(whole("0x1F", Unit::none), 31u);
  EXPECT_EQ(whole("18446744073709551615", Unit::none), UINT64_MAX);
}

TEST(Quantity, AFractionOfAUnitIsExact) {
  EXPECT_EQ(whole("1.001ms", Unit::microseconds), 1001u);  // 1000.9999999999999 as a double
  EXPECT_EQ(whole("9007199254740.993k", Unit::bytes), 9'007'199'254'740'993u);
  EXPECT_EQ(whole("1.50000000000000000000M", Unit::bytes), 1'500'000u);
  EXPECT_EQ(whole("0.5Ki", Unit::bytes), 512u);
  EXPECT_EQ(whole("2.0", Unit::count), 2u);
  EXPECT_EQ(whole("1.5", Unit::count), std::nullopt);
  EXPECT_EQ(whole("1.0005k", Unit::bytes), std::nullopt);
  EXPECT_EQ(whole("18446744073709551.615k", Unit::bytes), UINT64_MAX);
  EXPECT_EQ(whole("18446744073709551.616k", Unit::bytes), std::nullopt);
}

TEST(Quantity, ReportsErrors) {
  EXPECT_EQ(error_place(parse_quantity({"", 5}, Unit::bytes)), "5+0");
  EXPECT_EQ(error_place(parse_quantity({"abc", 5}, Unit::bytes)), "5+3");
  EXPECT_EQ(error_place(parse_quantity({"10Q", 5}, Unit::bytes)), "7+1");
  EXPECT_EQ(error_place(parse_quantity({"10Ki", 0}, Unit::packets)), "2+2");
  EXPECT_EQ(error_place(parse_quantity({"10k", 0}, Unit::none)), "2+1");
  EXPECT_EQ(error_place(parse_quantity({"1.5", 0}, Unit::none)), "0+3");
  EXPECT_EQ(error_place(parse_quantity({"1.2.3", 0}, Unit::bytes)), "0+5");
  EXPECT_EQ(error_place(parse_quantity({".", 0}, Unit::bytes)), "0+1");
  EXPECT_EQ(error_place(parse_quantity({"-1", 0}, Unit::bytes)), "0+2");
  EXPECT_EQ(error_place(parse_quantity({"0x", 0}, Unit::none)), "1+1");
  EXPECT_EQ(error_place(parse_quantity({"18446744073709551616", 0}, Unit::bytes)), "0+20");
  EXPECT_EQ(error_place(parse_quantity({"18446744073709551615k", 0}, Unit::bytes)), "0+21");
}

NumberRange range_of(std::string_view text, Comparison comparison = Comparison::equal) {
  const auto range = parse_number_range({text, 0}, comparison, Unit::bytes);
  EXPECT_TRUE(range.has_value()) << text;
  return range.value_or(NumberRange{});
}

TEST(NumberRange, IncludesBothEnds) {
  EXPECT_TRUE(range_of("10..20").contains(std::uint64_t{10}));
  EXPECT_TRUE(range_of("10..20").contains(std::uint64_t{20}));
  EXPECT_FALSE(range_of("10..20").contains(std::uint64_t{21}));
  EXPECT_TRUE(range_of("10..").contains(UINT64_MAX));
  EXPECT_TRUE(range_of("..10").contains(std::uint64_t{0}));
  EXPECT_FALSE(range_of("..10").contains(std::uint64_t{11}));
  EXPECT_TRUE(range_of("10").contains(std::uint64_t{10}));
  EXPECT_FALSE(range_of("10").contains(std::uint64_t{9}));
}

TEST(NumberRange, ComparesWholeNumbersAndFractions) {
  EXPECT_FALSE(range_of("5", Comparison::greater).contains(std::uint64_t{5}));
  EXPECT_TRUE(range_of("5", Comparison::greater).contains(5.5));
  EXPECT_TRUE(range_of("5", Comparison::greater_equal).contains(5.0));
  EXPECT_FALSE(range_of("5", Comparison::less).contains(5.0));
  EXPECT_TRUE(range_of("5", Comparison::less_equal).contains(std::uint64_t{5}));
  EXPECT_TRUE(range_of("0.5", Comparison::greater).contains(std::uint64_t{1}));
  EXPECT_FALSE(range_of("0.5", Comparison::greater).contains(std::uint64_t{0}));
  EXPECT_TRUE(range_of(">5").contains(std::uint64_t{6}));
  EXPECT_FALSE(range_of(">=18446744073709551615").contains(UINT64_MAX - 1));
}

TEST(NumberRange, ReportsErrors) {
  const auto place = [](std::string_view text, Comparison c = Comparison::equal) {
    return error_place(parse_number_range({text, 10}, c, Unit::bytes));
  };
  EXPECT_EQ(place("20..10"), "10+6");
  EXPECT_EQ(place(".."), "10+2");
  EXPECT_EQ(place("1..x"), "13+1");
  EXPECT_EQ(place("x..1"), "10+1");
  EXPECT_EQ(place("1...2"), "10+5");
  EXPECT_EQ(place(">"), "11+0");
  EXPECT_EQ(place(">>5"), "11+2");
  EXPECT_EQ(place("1..2", Comparison::less), "10+4");
  EXPECT_EQ(place(">5", Comparison::not_equal), "10+2");
}

TEST(Duration, AddsItsParts) {
  EXPECT_EQ(parse_duration({"30s", 0}), 30 * kNanosecondsPerSecond);
  EXPECT_EQ(parse_duration({"1h30m", 0}), kHour + 30 * kMinute);
  EXPECT_EQ(parse_duration({"0.5D", 0}), 12 * kHour);
  EXPECT_EQ(parse_duration({"2w", 0}), 14 * 24 * kHour);
  EXPECT_EQ(parse_duration({"250ms", 0}), 250'000'000);
}

TEST(Duration, ReportsErrors) {
  EXPECT_EQ(error_place(parse_duration({"5", 3})), "3+1");
  EXPECT_EQ(error_place(parse_duration({"5x", 3})), "4+1");
  EXPECT_EQ(error_place(parse_duration({"5m3", 3})), "3+3");
  EXPECT_EQ(error_place(parse_duration({"-5m", 3})), "3+3");
  EXPECT_EQ(error_place(parse_duration({"nanm", 3})), "3+4");
  EXPECT_EQ(error_place(parse_duration({"99999999999w", 3})), "3+12");
}

TimeRange::Span span_of(std::string_view text, Comparison comparison = Comparison::contains,
                        std::int32_t offset = 0, Timestamp now = kNow) {
  const auto range = parse_time_range({text, 0}, comparison, offset);
  EXPECT_TRUE(range.has_value()) << text << ": " << (range ? "" : range.error().message);
  return range ? range->at(now) : TimeRange::Span{};
}

TEST(TimeRange, AgesCountBackFromNow) {
  EXPECT_EQ(span_of("..5m").low, kNow.value() - 5 * kMinute);
  EXPECT_EQ(span_of("..5m").high, INT64_MAX);
  EXPECT_EQ(span_of("1h..").high, kNow.value() - kHour);
  EXPECT_EQ(span_of("1h..").low, INT64_MIN);
  EXPECT_EQ(span_of("5m..1h").low, kNow.value() - kHour);
  EXPECT_EQ(span_of("5m..1h").high, kNow.value() - 5 * kMinute);
  EXPECT_EQ(span_of("5m", Comparison::less).low, kNow.value() - 5 * kMinute + 1);
  EXPECT_EQ(span_of("5m", Comparison::greater).high, kNow.value() - 5 * kMinute - 1);
}

TEST(TimeRange, ATimeCoversItsWholeMinuteSecondOrDay) {
  EXPECT_EQ(span_of("14:02").low, kMidnight + 14 * kHour + 2 * kMinute);
  EXPECT_EQ(span_of("14:02").high, kMidnight + 14 * kHour + 3 * kMinute - 1);
  EXPECT_EQ(span_of("14:02:11").high - span_of("14:02:11").low, kNanosecondsPerSecond - 1);
  EXPECT_EQ(span_of("14:02:11.25").high - span_of("14:02:11.25").low, 10'000'000 - 1);
  EXPECT_EQ(span_of("2026-02-13").low, kMidnight);
  EXPECT_EQ(span_of("2026-02-13").high, kMidnight + 24 * kHour - 1);
  EXPECT_EQ(span_of("14:02", Comparison::greater).low, kMidnight + 14 * kHour + 3 * kMinute);
  EXPECT_EQ(span_of("14:02", Comparison::greater_equal).low, kMidnight + 14 * kHour + 2 * kMinute);
  EXPECT_EQ(span_of("14:02", Comparison::less).high, kMidnight + 14 * kHour + 2 * kMinute - 1);
  EXPECT_EQ(span_of("14:02", Comparison::less_equal).high,
            kMidnight + 14 * kHour + 3 * kMinute - 1);
}

TEST(TimeRange, ATimeOfDayIsTheMostRecentOne) {
  EXPECT_EQ(span_of("23:00").low, kMidnight - kHour);
  EXPECT_EQ(span_of("23:00..01:00").low, kMidnight - kHour);
  EXPECT_EQ(span_of("23:00..01:00").high, kMidnight + kHour + kMinute - 1);
  EXPECT_EQ(span_of("14:00..15:00").high, kMidnight + 15 * kHour + kMinute - 1);
}

TEST(TimeRange, LocalTimeIsShifted) {
  EXPECT_EQ(span_of("16:02", Comparison::contains, 7200).low, kMidnight + 14 * kHour + 2 * kMinute);
  EXPECT_EQ(span_of("09:02", Comparison::contains, -5 * 3600).low,
            kMidnight + 14 * kHour + 2 * kMinute);
  EXPECT_EQ(span_of("2026-02-13", Comparison::contains, 3600).low, kMidnight - kHour);
  EXPECT_EQ(span_of("2026-02-13T14:02:00Z", Comparison::contains, 3600).low,
            kMidnight + 14 * kHour + 2 * kMinute);
  EXPECT_EQ(span_of("2026-02-13T14:02:00.5+02:00").low,
            kMidnight + 12 * kHour + 2 * kMinute + kNanosecondsPerSecond / 2);
  EXPECT_EQ(span_of("2026-02-13T14:02-00:30").low, kMidnight + 14 * kHour + 32 * kMinute);
}

TEST(TimeRange, ToleratesAWrongClock) {
  for (const std::int64_t now : {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, INT64_MAX}) {
    (void)span_of("..73000d", Comparison::contains, 0, Timestamp{now});
    (void)span_of("14:02..", Comparison::contains, -43200, Timestamp{now});
    (void)span_of("..2200-12-31", Comparison::contains, 43200, Timestamp{now});
  }
}

TEST(TimeRange, ReportsErrors) {
  for (const char* text : {"5m",
                           "25:00",
                           "14:60",
                           "14:0",
                           "2026-02-30",
                           "2026-13-01",
                           "2026-02-13x",
                           "2026-02-13T",
                           "2026-02-13T14:02:11.",
                           "2026-02-13T14:02:11.1234567890",
                           "2026-02-13T14:02:11+1",
                           "1899-01-01",
                           "yesterday",
                           "5m..14:00",
                           "14:00..5m",
                           "14:00..2026-02-13",
                           "2026-02-13..2026-02-12",
                           "1h..5m",
                           "..",
                           ""}) {
    EXPECT_FALSE(parse_time_range({text, 0}, Comparison::contains, 0).has_value()) << text;
  }
}

}  // namespace
}  // namespace portexplorer::filter
