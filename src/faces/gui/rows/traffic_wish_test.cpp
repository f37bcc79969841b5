#include "faces/gui/rows/traffic_wish.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "faces/gui/rows/row_list.h"
#include "support/sample_builder.h"

namespace portexplorer::gui {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// firefox (2210) with two connections, sshd (412) with one on port 22, and one on port 22 without
// an owner.
std::shared_ptr<const Listing> listing() {
  testing::SampleBuilder b;
  const auto firefox = b.process(2210, "firefox");
  const auto sshd = b.process(412, "sshd");
  b.tcp("192.0.2.10", 50'001, "198.51.100.7", 443, State::established, 1, 1);
  b.tcp("192.0.2.10", 50'002, "198.51.100.7", 443, State::established, 2, 2);
  b.tcp("192.0.2.10", 22, "198.51.100.8", 60'000, State::established, 3, 3);
  b.tcp("192.0.2.10", 22, "198.51.100.9", 60'000, State::time_wait, 0, 4);
  b.hold(firefox, 1);
  b.hold(firefox, 2);
  b.hold(sshd, 3);
  for (auto& process : b.sample().tables.processes) process.uid = Uid(1000);
  RowList rows;
  return rows.show(derive(nullptr, b.build()), Ordering::anew).listing;
}

std::optional<TrafficWish> wish_for(const std::vector<std::uint32_t>& remote_and_local_ports) {
  const auto shown = listing();
  std::vector<std::uint32_t> items;
  for (std::uint32_t i = 0; i < shown->items.size(); ++i) {
    const Socket& s = shown->view(i).socket();
    const std::uint32_t number = s.remote_port == 443          ? s.local_port
                                 : s.state == State::time_wait ? 1u
                                                               : s.local_port;
    if (std::ranges::find(remote_and_local_ports, number) != remote_and_local_ports.end())
      items.push_back(i);
  }
  return traffic_wish(*shown, items);
}

TEST(TrafficWish, OneProcessIsFilteredInTheKernel) {
  const auto wish = wish_for({50'001, 50'002});
  ASSERT_TRUE(wish);
  EXPECT_TRUE(wish->is_exact);
  EXPECT_EQ(wish->kernel.pid, Pid(2210));
  EXPECT_THAT(wish->processes, ElementsAre("firefox (2210)"));
}

TEST(TrafficWish, RowsOfOnePortSelectThatPort) {
  const auto wish = wish_for({1});
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->kernel.port, 22u);
  EXPECT_EQ(wish->kernel.pid, std::nullopt);
  EXPECT_TRUE(wish->is_exact);
}

TEST(TrafficWish, SeveralProcessesAreFilteredByWhatTheyShare) {
  const auto wish = wish_for({50'001, 22});
  ASSERT_TRUE(wish);
  EXPECT_FALSE(wish->is_exact);
  EXPECT_EQ(wish->kernel.pid, std::nullopt);
  EXPECT_EQ(wish->kernel.uid, Uid(1000));
  EXPECT_THAT(wish->pids, ElementsAre(Pid(412), Pid(2210)));
  EXPECT_THAT(wish->ports, IsEmpty());
}

TEST(TrafficWish, RowsWithoutAnOwnerAreSelectedByPort) {
  const auto wish = wish_for({50'001, 1});
  ASSERT_TRUE(wish);
  EXPECT_THAT(wish->pids, ElementsAre(Pid(2210)));
  EXPECT_THAT(wish->ports, ElementsAre(22u));
  EXPECT_EQ(wish->kernel.uid, std::nullopt) << "the owner of that one is unknown";
}

TEST(TrafficWish, NoSelectionGivesNothing) { EXPECT_FALSE(wish_for({})); }

TEST(TrafficWish, OnlySendsAndReceivesAreRemoved) {
  const auto wish = wish_for({50'001, 1});
  ASSERT_TRUE(wish);
  EventBatch batch;
  batch.processes.resize(2);
  batch.processes[0].pid = Pid(2210);
  batch.processes[1].pid = Pid(7);
  const auto add = [&](Action action, std::uint32_t process, std::uint32_t remote_port) {
    SocketEvent event;
    event.action = action;
    event.process = process;
    event.socket.protocol = Protocol::tcp;
    event.socket.remote_port = remote_port;
    event.bytes = batch.events.size();
    batch.events.push_back(event);
  };
  add(Action::send, 0, 443);
  add(Action::send, 1, 443);
  add(Action::receive, 1, 443);
  add(Action::connect, 1, 443);
  add(Action::receive, 1, 22);
  add(Action::send, kNoIndex, 80);
  keep_wanted(batch, *wish);
  std::vector<std::uint64_t> kept;
  for (const SocketEvent& event : batch.events) kept.push_back(event.bytes);
  EXPECT_THAT(kept, ElementsAre(0u, 3u, 4u));
}

}  // namespace
}  // namespace portexplorer::gui
