#include "faces/order/order.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

std::vector<std::uint32_t> all_rows(const Snapshot& snapshot) {
  std::vector<std::uint32_t> rows(snapshot.rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  return rows;
}

// Returns some hundred sockets in an order that depends on `seed`.
std::shared_ptr<const Snapshot> shuffled_snapshot(unsigned seed, std::size_t count = 2000) {
  testing::SampleBuilder builder;
  for (int i = 0; i < 20; ++i) builder.process(100 + i, "p" + std::to_string(i % 5));
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = static_cast<std::uint16_t>(i);
    const State state = i % 7 == 0   ? State::listen
                        : i % 5 == 0 ? State::time_wait
                                     : State::established;
    Socket& s = builder.tcp("10.0.0." + std::to_string(i % 3), static_cast<std::uint16_t>(n % 50),
                            "10.1.0." + std::to_string(i % 11), n, state, i + 1, i + 1);
    if (state != State::time_wait) s.process = static_cast<std::uint32_t>(i % 20);
    if (i % 3 == 0) s.set_known(Known::bytes);
    s.sent_bytes = i * 7919 % 1000;
  }
  std::mt19937 engine(seed);
  std::shuffle(builder.sample().sockets.begin(), builder.sample().sockets.end(), engine);
  return derive(nullptr, std::make_shared<const Sample>(builder.sample()));
}

std::vector<std::uint64_t> cookies(const Snapshot& snapshot,
                                   const std::vector<std::uint32_t>& order) {
  std::vector<std::uint64_t> result;
  result.reserve(order.size());
  for (const std::uint32_t position : order)
    result.push_back(RowView(snapshot, snapshot.rows[position]).socket().cookie.value());
  return result;
}

TEST(Order, DoesNotDependOnTheOrderOfReading) {
  const auto one = shuffled_snapshot(1);
  const auto two = shuffled_snapshot(2);
  EXPECT_EQ(cookies(*one, order_rows(*one, all_rows(*one), {})),
            cookies(*two, order_rows(*two, all_rows(*two), {})));
}

TEST(Order, PutsListenersFirstAndOwnerlessLast) {
  const auto snapshot = shuffled_snapshot(3);
  const auto group = [&](std::uint32_t row) {
    const RowView view(*snapshot, snapshot->rows[row]);
    return view.socket().state == State::listen ? 0 : view.mapped() ? 1 : 2;
  };
  const auto order = order_rows(*snapshot, all_rows(*snapshot), {});
  EXPECT_TRUE(std::ranges::is_sorted(order, {}, group));
  const auto name = [&](std::uint32_t row) {
    return RowView(*snapshot, snapshot->rows[row]).process()->name;
  };
  const auto first = std::ranges::find(order, 1, group);
  const auto last = std::ranges::find(order, 2, group);
  EXPECT_TRUE(std::is_sorted(first, last, [&](auto a, auto b) { return name(a) < name(b); }));
}

TEST(Order, ByEveryFieldIsThatOfCompare) {
  const auto snapshot = shuffled_snapshot(4, 500);
  for (const Field& f : all_fields()) {
    const SortKey key{f.id, false};
    const auto order = order_rows(*snapshot, all_rows(*snapshot), std::span(&key, 1));
    ASSERT_EQ(order.size(), 500u);
    for (std::size_t i = 1; i < order.size(); ++i) {
      const RowView a(*snapshot, snapshot->rows[order[i - 1]]);
      const RowView b(*snapshot, snapshot->rows[order[i]]);
      ASSERT_LE(compare(f, a, b), 0) << f.name << " at " << i;
    }
  }
}

TEST(Order, DescendingKeepsTheUnknownLast) {
  const auto snapshot = shuffled_snapshot(5, 500);
  const SortKey key{FieldId::sent_bytes, true};
  std::uint64_t before = UINT64_MAX;
  bool unknown_seen = false;
  for (const std::uint32_t row : order_rows(*snapshot, all_rows(*snapshot), std::span(&key, 1))) {
    const Value value = field(FieldId::sent_bytes).value({*snapshot, snapshot->rows[row]});
    const auto* number = std::get_if<std::uint64_t>(&value);
    if (number == nullptr) {
      unknown_seen = true;
      continue;
    }
    ASSERT_FALSE(unknown_seen);
    ASSERT_LE(*number, before);
    before = *number;
  }
  EXPECT_TRUE(unknown_seen);
}

TEST(Order, TheFirstKeyDecidesTheNextSettlesTies) {
  const auto snapshot = shuffled_snapshot(6, 700);
  const std::vector<SortKey> keys = {{FieldId::process, false}, {FieldId::remote_port, true}};
  const auto order = order_rows(*snapshot, all_rows(*snapshot), keys);
  for (std::size_t i = 1; i < order.size(); ++i) {
    const RowView a(*snapshot, snapshot->rows[order[i - 1]]);
    const RowView b(*snapshot, snapshot->rows[order[i]]);
    const int by_process = compare(field(FieldId::process), a, b);
    ASSERT_LE(by_process, 0);
    if (by_process == 0) {
      ASSERT_GE(a.socket().remote_port, b.socket().remote_port);
    }
  }
}

TEST(Order, OfLargeTablesUsesBothHalves) {
  const auto snapshot = shuffled_snapshot(7, 50'000);
  const auto order = order_rows(*snapshot, all_rows(*snapshot), {});
  std::vector<std::uint32_t> sorted = order;
  std::ranges::sort(sorted);
  EXPECT_EQ(sorted, all_rows(*snapshot));
}

}  // namespace
}  // namespace portexplorer
