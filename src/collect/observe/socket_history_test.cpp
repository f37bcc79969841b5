#include "collect/observe/socket_history.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include "model/socket_facts.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using testing::SampleBuilder;

constexpr int kNoSuchPid = 4'999'999;  // beyond the kernel's range, so /proc adds nothing

class Batch {
 public:
  Batch() {
    Process p;
    p.pid = Pid(kNoSuchPid);
    p.start_ticks = 5;
    p.name = p.comm = "curl";
    p.uid = Uid(0);
    batch_.processes.push_back(p);
  }
  SocketEvent& add(Action action, std::uint64_t cookie, std::int64_t second,
                   bool by_process = true) {
    SocketEvent e;
    e.action = action;
    e.time = Timestamp(second * kNanosecondsPerSecond);
    e.socket.cookie = Cookie(cookie);
    e.socket.protocol = Protocol::tcp;
    e.socket.family = Family::ipv4;
    e.socket.netns = NetnsId{1};
    e.socket.local_port = 40000;
    e.process = e.socket.process = by_process ? 0 : kNoIndex;
    batch_.events.push_back(e);
    return batch_.events.back();
  }
  SocketEvent& close(std::uint64_t cookie, std::int64_t second, std::uint64_t sent) {
    SocketEvent& e = add(Action::close, cookie, second);
    e.socket.sent_bytes = sent;
    e.socket.set_known(Known::bytes);
    return e;
  }
  EventBatch take() { return std::move(batch_); }

 private:
  EventBatch batch_;
};

struct Follow : ::testing::Test {
  std::shared_ptr<const Sample> look(SampleBuilder& builder, Batch& batch) {
    auto sample = std::make_shared<Sample>(*builder.build());
    follower.complete(*sample, ProtocolSet::internet(), sample->taken_at, batch.take());
    return sample;
  }
  SocketHistory follower{nullptr};
};

TEST_F(Follow, ASocketMadeMeanwhileHasItsExactTime) {
  SampleBuilder builder;
  const auto p = builder.process(7, "srv");
  builder.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1000, 77);
  builder.hold(p, 1000);
  Batch batch;
  batch.add(Action::open, 77, 1'699'999'999);
  const auto sample = look(builder, batch);
  EXPECT_TRUE(sample->sockets[0].known(Known::created_at));
  EXPECT_EQ(sample->sockets[0].created_at, Timestamp(1'699'999'999 * kNanosecondsPerSecond));
  EXPECT_TRUE(sample->closed.empty());
}

TEST_F(Follow, ClosedSocketsAreReportedOnceWithTheirCounters) {
  SampleBuilder builder;
  Batch batch;
  batch.add(Action::open, 77, 100);
  batch.close(77, 101, 1000);
  const auto sample = look(builder, batch);
  ASSERT_EQ(sample->closed.size(), 1u);
  EXPECT_EQ(sample->closed[0].sent_bytes, 1000u);
  EXPECT_EQ(sample->closed[0].created_at, Timestamp(100 * kNanosecondsPerSecond));
  ASSERT_NE(sample->closed[0].process, kNoIndex);
  EXPECT_EQ(sample->tables.processes[sample->closed[0].process].name, "curl");
  SampleBuilder later(1'700'000'001);
  Batch nothing;
  EXPECT_TRUE(look(later, nothing)->closed.empty());
}

// The kernel assigns the cookie of the listener to an accepted MPTCP socket.
TEST_F(Follow, AnAcceptedMptcpSocketIsNotItsListener) {
  const auto accepted = [](SocketEvent& e, std::uint32_t token, std::uint64_t inode) {
    e.socket.protocol = Protocol::mptcp;
    e.socket.inode = Inode{inode};
    e.socket.set_mptcp_token(token);
  };
  Batch batch;
  accepted(batch.add(Action::open, 77, 100), 0, 1000);
  accepted(batch.add(Action::accept, 77, 110), 5, 1001);
  accepted(batch.add(Action::accept, 77, 120), 6, 1002);
  accepted(batch.close(77, 121, 33), 6, 1002);
  SampleBuilder builder;
  builder.listener(80, 1000, 77).protocol = Protocol::mptcp;
  Socket& first = builder.tcp("192.0.2.10", 80, "198.51.100.7", 5000, State::established, 1001, 77);
  first.protocol = Protocol::mptcp;
  first.set_mptcp_token(5);
  const auto p = builder.process(7, "srv");
  builder.hold(p, 1000);
  builder.hold(p, 1001);
  const auto sample = look(builder, batch);
  EXPECT_EQ(sample->sockets[0].created_at, Timestamp(100 * kNanosecondsPerSecond));
  EXPECT_EQ(sample->sockets[1].created_at, Timestamp(110 * kNanosecondsPerSecond));
  ASSERT_EQ(sample->closed.size(), 1u) << "its listener is still there, but it is gone";
  EXPECT_EQ(sample->closed[0].sent_bytes, 33u);
  EXPECT_EQ(sample->closed[0].created_at, Timestamp(120 * kNanosecondsPerSecond));
}

TEST_F(Follow, AnMptcpClientHasTheTimeOfItsSocketCall) {
  Batch batch;
  SocketEvent& open = batch.add(Action::open, 78, 100);
  open.socket.protocol = Protocol::mptcp;
  open.socket.inode = Inode{1000};
  SampleBuilder builder;
  Socket& s = builder.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::syn_sent, 1000, 78);
  s.protocol = Protocol::mptcp;
  s.set_mptcp_token(9);
  const Socket connected = s;
  builder.hold(builder.process(7, "curl"), 1000);
  EXPECT_EQ(look(builder, batch)->sockets[0].created_at, Timestamp(100 * kNanosecondsPerSecond))
      << "while it connects";
  Batch later;
  for (const Action action : {Action::connect, Action::close}) {
    SocketEvent& e = later.add(action, 78, 101);
    e.socket = connected;
    e.process = 0;
  }
  SampleBuilder empty(1'700'000'001);
  const auto after = look(empty, later);
  ASSERT_EQ(after->closed.size(), 1u);
  EXPECT_EQ(after->closed[0].created_at, Timestamp(100 * kNanosecondsPerSecond));
}

TEST_F(Follow, TimeWaitHasItsLastOwnerAndFinalCountersAndNoClosedRow) {
  SampleBuilder builder;
  builder.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::time_wait, 0, 77);
  Batch batch;
  batch.close(77, 101, 1000);
  const auto sample = look(builder, batch);
  EXPECT_TRUE(sample->closed.empty());
  const Socket& row = sample->sockets[0];
  EXPECT_EQ(row.process, kNoIndex);
  ASSERT_NE(row.last_process(), kNoIndex);
  EXPECT_EQ(sample->tables.processes[row.last_process()].pid, Pid(kNoSuchPid));
  EXPECT_EQ(row.sent_bytes, 1000u);
  // The next reading still has its history. When the remainder disappears, it is reported as such
  // and not as a closed socket.
  SampleBuilder second(1'700'000'001);
  second.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::time_wait, 0, 77);
  Batch nothing;
  EXPECT_NE(look(second, nothing)->sockets[0].last_process(), kNoIndex);
  SampleBuilder third(1'700'000'002);
  Batch still_nothing;
  EXPECT_TRUE(look(third, still_nothing)->closed.empty());
}

TEST_F(Follow, ASocketClosedAfterItWasReadIsReportedNextTime) {
  SampleBuilder builder;
  const auto p = builder.process(7, "srv");
  builder.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1000, 77);
  builder.hold(p, 1000);
  Batch batch;
  batch.close(77, 101, 1000);
  const auto first = look(builder, batch);
  EXPECT_TRUE(first->closed.empty());
  SampleBuilder later(1'700'000'001);
  Batch nothing;
  const auto second = look(later, nothing);
  ASSERT_EQ(second->closed.size(), 1u);
  const auto before = derive(nullptr, first);
  const auto after = derive(before.get(), second);
  ASSERT_EQ(after->rows.size(), 1u);
  EXPECT_EQ(after->rows[0].change, Change::closing);
  EXPECT_EQ(RowView(*after, after->rows[0]).socket().sent_bytes, 1000u);
}

TEST_F(Follow, ASocketClosedDuringTheReadingIsReportedByTheNext) {
  SampleBuilder builder(1'700'000'000);
  Batch batch;
  batch.close(77, 1'700'000'001, 1000);
  const auto first = look(builder, batch);
  EXPECT_TRUE(first->closed.empty());
  ASSERT_EQ(first->closed_meanwhile.size(), 1u);
  EXPECT_EQ(first->closed_meanwhile[0].sent_bytes, 1000u);
  // It is in TIME_WAIT now, so there is no closed row.
  SampleBuilder later(1'700'000'002);
  later.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::time_wait, 0, 77);
  Batch nothing;
  const auto sample = look(later, nothing);
  EXPECT_TRUE(sample->closed.empty());
  EXPECT_EQ(sample->sockets[0].sent_bytes, 1000u);
}

TEST_F(Follow, UnrequestedOrNeverBoundSocketsAreNotReported) {
  SampleBuilder builder;
  Batch batch;
  batch.close(77, 101, 0).socket.protocol = Protocol::unix_domain;
  batch.close(78, 101, 0).socket.local_port = 0;
  EXPECT_TRUE(look(builder, batch)->closed.empty());
}

TEST_F(Follow, CountsGoToSocketsWithoutCounters) {
  SampleBuilder builder;
  auto sample = std::make_shared<Sample>();
  for (const std::uint64_t cookie : {30, 10, 20})
    builder.listener(53, 1000 + cookie, cookie).protocol = Protocol::udp;
  *sample = *builder.build();
  sample->sockets[2].sent_bytes = 7;  // cookie 20 already has counters
  sample->sockets[2].set_known(Known::bytes);
  follower.take_counts({{Cookie(20), 1, 1, 1, 1, true},
                        {Cookie(10), 100, 200, 3, 4, true},
                        {Cookie(99), 9, 9, 9, 9, true}},
                       *sample);
  EXPECT_FALSE(sample->sockets[0].known(Known::bytes));
  EXPECT_TRUE(sample->sockets[1].known(Known::bytes) && sample->sockets[1].known(Known::lifetime));
  EXPECT_EQ(sample->sockets[1].sent_bytes, 100u);
  EXPECT_EQ(sample->sockets[1].received_packets, 4u);
  EXPECT_EQ(sample->sockets[2].sent_bytes, 7u);
}

TEST_F(Follow, LossesAreCounted) {
  SampleBuilder builder;
  auto sample = std::make_shared<Sample>(*builder.build());
  EventBatch batch;
  batch.lost = 3;
  follower.complete(*sample, ProtocolSet::internet(), sample->taken_at, std::move(batch));
  EXPECT_EQ(sample->losses.lost_events, 3u);
}

TEST_F(Follow, ARecordLeftByALostCloseIsDropped) {
  constexpr std::int64_t kBegan = 1'700'000'000;
  const auto read_with = [&](std::uint64_t lost, Batch&& batch) {
    SampleBuilder builder(kBegan);
    const auto p = builder.process(7, "srv");
    builder.tcp("192.0.2.10", 40000, "198.51.100.7", 443, State::established, 1000, 77);
    builder.hold(p, 1000);
    auto sample = std::make_shared<Sample>(*builder.build());
    EventBatch events = batch.take();
    events.lost = lost;
    follower.complete(*sample, ProtocolSet::internet(), Timestamp(kBegan * kNanosecondsPerSecond),
                      std::move(events));
    return sample;
  };
  Batch batch;
  batch.add(Action::open, 77, kBegan - 10);
  batch.add(Action::open, 78, kBegan - 10);
  batch.add(Action::open, 79, kBegan + 1);  // too late for the tables
  read_with(0, std::move(batch));
  EXPECT_EQ(follower.births(), 3u) << "what is in no table may just have no address yet";
  read_with(1, Batch());
  EXPECT_EQ(follower.births(), 2u);
  EXPECT_TRUE(read_with(0, Batch())->sockets[0].known(Known::created_at));
}

TEST(FollowMany, CreationTimesThatAreNotRememberedAreCounted) {
  constexpr std::size_t kMost = 10;
  SocketHistory follower(nullptr, kMost);
  for (int reading = 0; reading < 3; ++reading) {
    SampleBuilder builder(1'700'000'000);
    auto sample = std::make_shared<Sample>(*builder.build());
    Batch batch;
    for (std::uint64_t i = 0; i < kMost + 2; ++i)
      batch.add(Action::open, 100 * static_cast<std::uint64_t>(reading) + i + 1, 100);
    follower.complete(*sample, ProtocolSet::internet(), sample->taken_at, batch.take());
    EXPECT_EQ(follower.births(), 0u) << "none of them is in the tables";
    const CoverageGap* gap = sample->coverage.find("tracing.births");
    ASSERT_NE(gap, nullptr);
    EXPECT_THAT(format_message(gap->what),
                ::testing::HasSubstr(" " + std::to_string(2 * (reading + 1)) + " sockets"));
  }
}

PeerSet peers(std::uint64_t cookie, std::uint32_t port) {
  PeerSet set;
  set.cookie = Cookie{cookie};
  set.last = {Family::ipv4, testing::ip("192.0.2.7"), port};
  set.peers.push_back(set.last);
  set.set_text();
  return set;
}

TEST_F(Follow, AnUnconnectedUdpSocketShowsItsLastPeer) {
  SampleBuilder builder;
  builder.tcp("0.0.0.0", 40000, "0.0.0.0", 0, State::unconnected, 1000, 77).protocol =
      Protocol::udp;
  builder.tcp("0.0.0.0", 40001, "198.51.100.7", 5, State::established, 1001, 78).protocol =
      Protocol::udp;
  Socket& dual = builder.tcp("::", 40002, "::", 0, State::unconnected, 1002, 76);
  dual.protocol = Protocol::udp;
  auto sample = std::make_shared<Sample>(*builder.build());
  follower.take_peers({peers(78, 52), peers(77, 53), peers(76, 54)}, *sample);
  const Socket& unconnected = sample->sockets[0];
  EXPECT_EQ(unconnected.remote_port, 53u);
  EXPECT_EQ(unconnected.remote_address, testing::ip("192.0.2.7"));
  EXPECT_TRUE(unconnected.has(SocketFlag::last_peer));
  ASSERT_NE(sample->tables.peers_of(unconnected), nullptr);
  EXPECT_EQ(sample->tables.peers_of(unconnected)->text, "192.0.2.7:53");
  const Socket& connected = sample->sockets[1];
  EXPECT_EQ(connected.remote_port, 5u);
  EXPECT_FALSE(connected.has(SocketFlag::last_peer));
  EXPECT_EQ(sample->tables.peers_of(connected), nullptr);
  EXPECT_EQ(sample->sockets[2].family, Family::ipv6)
      << "an IPv4 datagram does not change the socket";
  EXPECT_EQ(remote_ip_of(sample->sockets[2]).family, Family::ipv4);
  EXPECT_EQ(remote_ip_of(sample->sockets[2]).address, testing::ip("192.0.2.7"));
  EXPECT_EQ(sample->sockets[2].remote_port, 54u);
  EXPECT_EQ(sample->tables.peers_of(sample->sockets[2])->text, "192.0.2.7:54");
}

TEST_F(Follow, TheClosedHaveTheirPeersToo) {
  SampleBuilder builder;
  Batch batch;
  batch.close(77, 101, 10).socket.protocol = Protocol::udp;
  EventBatch events = batch.take();
  events.peers.push_back(peers(77, 53));
  auto sample = std::make_shared<Sample>(*builder.build());
  follower.complete(*sample, ProtocolSet::internet(), sample->taken_at, std::move(events));
  ASSERT_EQ(sample->closed.size(), 1u);
  ASSERT_NE(sample->tables.peers_of(sample->closed[0]), nullptr);
  EXPECT_EQ(sample->tables.peers_of(sample->closed[0])->text, "192.0.2.7:53");
}

}  // namespace
}  // namespace portexplorer
