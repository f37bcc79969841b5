// Closes that no BPF program reported: found by comparing the log with fake tables.
#include "collect/observe/open_connections.h"

#include <gmock/gmock.h>

#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::int64_t kStart = 100 * kNanosecondsPerSecond;

SocketEvent event_of(Action action, std::uint64_t cookie, std::int64_t second = 0) {
  SocketEvent e;
  e.action = action;
  e.time = Timestamp(kStart + second * kNanosecondsPerSecond);
  e.socket.cookie = Cookie(cookie);
  e.socket.protocol = Protocol::tcp;
  e.socket.netns = NetnsId{1};
  e.socket.local_port = 40000;
  e.process = e.socket.process = 0;
  return e;
}

EventBatch batch_of(std::vector<SocketEvent> events) {
  EventBatch batch;
  batch.events = std::move(events);
  Process p;
  p.pid = Pid(77);
  p.name = "curl";
  batch.processes.push_back(p);
  return batch;
}

Sample tables_with(std::initializer_list<std::uint64_t> cookies) {
  Sample tables;
  tables.fds_complete = true;
  Netns netns;
  netns.id = NetnsId{1};
  tables.namespaces.push_back(netns);
  for (const std::uint64_t cookie : cookies) {
    Socket s;
    s.cookie = Cookie(cookie);
    s.protocol = Protocol::tcp;
    s.netns = NetnsId{1};
    tables.sockets.push_back(s);
  }
  return tables;
}

constexpr Timestamp kLater{kStart + 60 * kNanosecondsPerSecond};

TEST(OpenConnections, ACloseThatWasNeverReportedIsFoundWithItsProcessAndWithoutBytes) {
  OpenConnections open;
  open.note(batch_of(
      {event_of(Action::connect, 1), event_of(Action::accept, 2), event_of(Action::connect, 3)}));
  open.note(batch_of({event_of(Action::close, 3)}));
  const auto candidates = open.begun_before(kLater);
  EXPECT_THAT(candidates, UnorderedElementsAre(1, 2));
  const auto gone = open.gone(candidates, tables_with({2}), false);
  EXPECT_THAT(gone, ElementsAre(1));
  EventBatch batch;
  open.append_missed(gone, kLater, batch);
  ASSERT_EQ(batch.events.size(), 1u);
  const SocketEvent& close = batch.events.front();
  EXPECT_EQ(close.action, Action::close);
  EXPECT_TRUE(close.missed);
  EXPECT_EQ(close.socket.cookie, Cookie(1));
  EXPECT_EQ(close.socket.local_port, 40000u);
  EXPECT_FALSE(close.socket.known(Known::bytes));
  EXPECT_EQ(batch.processes.at(close.process).name, "curl");
  EXPECT_EQ(batch.lost, 1u);
  EXPECT_EQ(open.size(), 1u);
  EXPECT_THAT(open.gone(open.begun_before(kLater), tables_with({2}), true), IsEmpty());
}

TEST(OpenConnections, ACloseThatIsReportedWhileTheTablesAreReadIsNotMissed) {
  OpenConnections open;
  open.note(batch_of({event_of(Action::connect, 1)}));
  const auto candidates = open.begun_before(kLater);
  open.note(batch_of({event_of(Action::close, 1)}));
  EXPECT_THAT(open.gone(candidates, tables_with({}), true), IsEmpty());
}

TEST(OpenConnections, AConnectionMadeWhileTheTablesAreReadIsNoCandidate) {
  OpenConnections open;
  open.note(batch_of({event_of(Action::connect, 1, 10)}));
  EXPECT_THAT(open.begun_before(Timestamp(kStart + 10 * kNanosecondsPerSecond)), IsEmpty());
}

TEST(OpenConnections, IncompleteTablesProveNothing) {
  EXPECT_EQ(why_incomplete(tables_with({})), "");
  Sample cut = tables_with({});
  cut.losses.truncated_dumps = 1;
  EXPECT_EQ(why_incomplete(cut), "a socket table was cut short");
  Sample refused = tables_with({});
  refused.fds_complete = false;
  EXPECT_EQ(why_incomplete(refused), "not all file descriptors could be read");
  Sample hidden = tables_with({});
  hidden.coverage.add({"proc.pid_namespace", {"Some processes are not visible."_text, {}}, {}, {}});
  EXPECT_EQ(why_incomplete(hidden), "Some processes are not visible.");
}

// The TIME_WAIT entry that remains for a minute has the cookie of its socket. A process that still
// holds the socket is named there.
TEST(OpenConnections, TimeWaitIsOpenOnlyWhileAProcessHoldsIt) {
  OpenConnections open;
  open.note(batch_of({event_of(Action::connect, 1), event_of(Action::connect, 2)}));
  Sample tables = tables_with({1, 2});
  for (Socket& s : tables.sockets) s.state = State::time_wait;
  tables.sockets[0].process = kNoIndex;
  tables.sockets[1].process = kNoIndex;
  tables.sockets[1].set_last_process(0);
  EXPECT_THAT(open.gone(open.begun_before(kLater), tables, true), ElementsAre(1));
}

TEST(OpenConnections, AnInvisibleNamespaceProvesNothingUntilTheEnd) {
  OpenConnections open;
  open.note(batch_of({event_of(Action::connect, 1)}));
  const auto candidates = open.begun_before(kLater);
  Sample tables = tables_with({});
  tables.namespaces.front().id = NetnsId{2};
  EXPECT_THAT(open.gone(candidates, tables, false), IsEmpty());
  EXPECT_THAT(open.gone(candidates, tables, true), ElementsAre(1));
}

TEST(OpenConnections, RefusedConnectsAndOtherProtocolsAreNotFollowed) {
  OpenConnections open(2);
  SocketEvent refused = event_of(Action::connect, 1);
  refused.error = 111;
  SocketEvent udp = event_of(Action::connect, 2);
  udp.socket.protocol = Protocol::udp;
  open.note(batch_of({refused, udp}));
  EXPECT_EQ(open.size(), 0u);
  open.note(batch_of(
      {event_of(Action::connect, 3), event_of(Action::connect, 4), event_of(Action::connect, 5)}));
  EXPECT_EQ(open.size(), 2u);
  EXPECT_EQ(open.not_remembered(), 1u);
}

TEST(OpenConnections, ThoseStillOpenAreCounted) {
  OpenConnections open;
  open.note(batch_of({event_of(Action::connect, 1), event_of(Action::connect, 2)}));
  const auto candidates = open.begun_before(kLater);
  open.note(batch_of({event_of(Action::close, 1)}));
  EXPECT_EQ(open.count_of(candidates), 1u);
}

}  // namespace
}  // namespace portexplorer
