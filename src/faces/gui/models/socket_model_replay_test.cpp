// The model fed with recordings of a real machine (tests/recordings).
#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <set>

#include "faces/gui/models/socket_feed.h"
#include "faces/gui/models/socket_model.h"
#include "faces/gui/rows/row_list.h"
#include "model/derive.h"
#include "support/recording.h"

namespace portexplorer::gui {
namespace {

using portexplorer::testing::ReplaySource;

std::vector<std::shared_ptr<const Sample>> web_server() {
  auto samples = portexplorer::testing::read_recording(PORTEXPLORER_RECORDINGS "/web_server.jsonl");
  EXPECT_TRUE(samples) << samples.error().what;
  return samples ? std::move(*samples) : std::vector<std::shared_ptr<const Sample>>{};
}

int sockets_in(const SocketModel& model, bool grouped) {
  if (!grouped) return model.rowCount();
  int count = 0;
  for (int row = 0; row < model.rowCount(); ++row) count += model.rowCount(model.index(row, 0));
  return count;
}

class Replay : public ::testing::TestWithParam<bool> {};

TEST_P(Replay, EveryRowOfARecordingIsInTheModelAndNoOther) {
  SocketModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  RowList rows;
  model.apply(rows.change_view(ViewSettings{.grouped = GetParam()}));
  std::shared_ptr<const Snapshot> snapshot;
  std::set<std::uint64_t> clients;
  std::size_t came = 0;
  for (const auto& sample : web_server()) {
    snapshot = derive(snapshot.get(), sample);
    model.apply(rows.show(snapshot, Ordering::anew));
    EXPECT_EQ(sockets_in(model, GetParam()), static_cast<int>(snapshot->rows.size()));
    for (const Row& row : snapshot->rows) {
      const Socket& s = RowView(*snapshot, row).socket();
      if (s.remote_port != 8080 || row.change == Change::closing) continue;
      if (clients.insert(s.cookie.value()).second && row.change == Change::fresh) ++came;
    }
  }
  EXPECT_EQ(clients.size(), 30u);  // the number in the scene
  EXPECT_EQ(came, 30u);            // each was marked as new when it first appeared
}

INSTANTIATE_TEST_SUITE_P(FlatAndGrouped, Replay, ::testing::Bool());

TEST(ReplaySource, FailsAfterTheLastSample) {
  ReplaySource source(web_server());
  for (int i = 0; i < 12; ++i) EXPECT_TRUE(source.sample({}));
  const auto after = source.sample({});
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().what, "the recording is over");
}

}  // namespace
}  // namespace portexplorer::gui
