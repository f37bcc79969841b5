#include "faces/gui/models/socket_model.h"

#include <gmock/gmock.h>

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <random>

#include "faces/gui/models/socket_feed.h"
#include "faces/gui/rows/row_list.h"
#include "model/derive.h"
#include "support/fake_source.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::FakeSource;
using portexplorer::testing::SampleBuilder;

// Returns a sample of connections with these cookies; every third has no owner.
std::shared_ptr<const Sample> sample_of(int second, const std::vector<std::uint64_t>& cookies) {
  SampleBuilder builder(1'700'000'000 + second);
  std::vector<std::uint32_t> processes;
  for (int p = 0; p < 4; ++p)
    processes.push_back(builder.process(100 + p, "program" + std::to_string(p)));
  for (const std::uint64_t cookie : cookies) {
    const auto port = static_cast<std::uint16_t>(1000 + cookie * 7919 % 50000);
    builder.tcp("192.0.2.10", port, "198.51.100.7", 443, State::established, cookie, cookie);
    if (cookie % 3 != 0) builder.hold(processes[cookie % 4], cookie);
  }
  return builder.build();
}

QStringList texts(const SocketModel& model, int column) {
  QStringList all;
  for (int row = 0; row < model.rowCount(); ++row) {
    const QModelIndex top = model.index(row, 0);
    all.push_back(model.text(top.siblingAtColumn(column)));
    for (int child = 0; child < model.rowCount(top); ++child)
      all.push_back(u'>' + model.text(model.index(child, column, top)));
  }
  return all;
}

TEST(SocketModel, FollowsTheRulesOfQtUnderRandomChanges) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    SocketModel model;
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    RowList rows;
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<std::uint64_t> cookies;
    std::uint64_t next = 1;
    std::map<quint64, QPersistentModelIndex> kept;
    for (int step = 0; step < 24; ++step) {
      if (below(3) > 0) {
        std::erase_if(cookies, [&](std::uint64_t) { return below(3) == 0; });
        for (int i = below(step % 12 == 9 ? 500 : 12); i > 0; --i) cookies.push_back(next++);
        snapshot = derive(snapshot.get(), sample_of(step, cookies));
        model.apply(rows.show(snapshot, below(2) == 0 ? Ordering::keep : Ordering::anew));
      } else {
        ViewSettings view;
        view.grouped = below(2) == 0;
        if (below(2) == 0) view.sort = {{FieldId::local_port, below(2) == 0}};
        model.apply(rows.change_view(view));
      }
      // A persistent index refers to the same socket as before, or is invalid.
      for (const auto& [id, index] : kept) {
        ASSERT_TRUE(!index.isValid() || model.id_of(index) == id)
            << "seed " << seed << ", step " << step;
      }
      kept.clear();
      for (int i = 0; i < 10 && !model.listing().items.empty(); ++i) {
        const QModelIndex index = model.index_of_item(
            static_cast<std::uint32_t>(below(static_cast<int>(model.listing().items.size()))));
        kept[model.id_of(index)] = index;
      }
    }
    EXPECT_EQ(resets.count(), 0);
  }
}

TEST(SocketModel, AnnouncesFewRunsOneByOneAndManyAsALayoutChange) {
  SocketModel model;
  RowList rows;
  (void)rows.change_view({.sort = {{FieldId::local_port, false}}});
  const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  const QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
  std::vector<std::uint64_t> cookies;
  for (std::uint64_t c = 1; c <= 2000; c += 2) cookies.push_back(c);
  auto snapshot = derive(nullptr, sample_of(0, cookies));
  model.apply(rows.show(snapshot, Ordering::anew));
  EXPECT_EQ(inserted.count(), 1);
  EXPECT_EQ(layouts.count(), 0);
  for (std::uint64_t c = 2; c <= 2000; c += 2) cookies.push_back(c);
  snapshot = derive(snapshot.get(), sample_of(1, cookies));
  model.apply(rows.show(snapshot, Ordering::anew));
  EXPECT_EQ(inserted.count(), 1);
  EXPECT_EQ(layouts.count(), 1);
}

TEST(SocketModel, GroupsByProcessWithSums) {
  SampleBuilder builder;
  const std::uint32_t p = builder.process(7, "firefox");
  for (const std::uint64_t cookie : {1U, 2U}) {
    Socket& s = builder.tcp("192.0.2.10", static_cast<std::uint16_t>(40000 + cookie),
                            "198.51.100.7", 443, State::established, cookie, cookie);
    s.set_known(Known::bytes);
    s.sent_bytes = 1500;
    builder.hold(p, cookie);
  }
  builder.listener(22, 9, 9);
  SocketModel model;
  RowList rows;
  model.apply(rows.show(derive(nullptr, builder.build()), Ordering::anew));
  model.apply(rows.change_view({.grouped = true}));
  EXPECT_EQ(texts(model, column_of(FieldId::process)),
            QStringList({"firefox", ">firefox", ">firefox", "--NETSTAT--", ">--NETSTAT--"}));
  EXPECT_EQ(texts(model, column_of(FieldId::sent_bytes)),
            QStringList({"3.0 kB", ">1.5 kB", ">1.5 kB", "–", ">–"}));
}

TEST(SocketModel, ShowsHostileNamesInert) {
  SampleBuilder builder;
  const std::uint32_t p = builder.process(7, "<img src=x>\xe2\x80\xae");
  builder.listener(22, 9, 9);
  builder.hold(p, 9);
  SocketModel model;
  RowList rows;
  model.apply(rows.show(derive(nullptr, builder.build()), Ordering::anew));
  const QModelIndex cell = model.index(0, column_of(FieldId::process));
  EXPECT_EQ(cell.data().toString(), QStringLiteral("<img src=x>\\u{202e}"));
  EXPECT_FALSE(cell.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
}

TEST(SocketFeed, ReadsOnAnotherThreadAndReportsFailures) {
  SocketFeed feed([] {
    return std::make_unique<FakeSource>(std::vector{sample_of(0, {1, 2, 3})});
  });
  QSignalSpy read(&feed, &SocketFeed::read);
  feed.start(std::chrono::seconds(10));
  ASSERT_TRUE(read.wait());
  const auto reading = read.first().first().value<std::shared_ptr<Reading>>();
  EXPECT_EQ(reading->update.listing->items.size(), 3U);
  SocketFeed broken([] { return std::make_unique<FakeSource>(); });
  QSignalSpy failed(&broken, &SocketFeed::failed);
  broken.start(std::chrono::seconds(10));
  ASSERT_TRUE(failed.wait());
  EXPECT_EQ(failed.first().first().toString(),
            QStringLiteral("the kernel refuses to list sockets"));
}

}  // namespace
}  // namespace portexplorer::gui
