#include "model/combine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/socket_facts.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;
using testing::SampleBuilder;
using ::testing::UnorderedElementsAre;

std::vector<int> holder_pids(const Sample& sample, const Socket& s) {
  std::vector<int> pids;
  for (std::uint32_t i = 0; i < s.holder_count; ++i) {
    pids.push_back(sample.tables.processes[sample.tables.holders[s.first_holder + i]].pid.value());
  }
  return pids;
}

int owner_pid(const Sample& sample, const Socket& s) {
  return s.process == kNoIndex ? 0 : sample.tables.processes[s.process].pid.value();
}

TEST(Combine, JoinsOwnersByInode) {
  SampleBuilder b;
  b.listener(22, 1001, 1);
  b.listener(80, 1002, 2);
  b.tcp("127.0.0.1", 22, "127.0.0.1", 5000, State::time_wait, 0, 3);
  b.hold(b.process(412, "sshd"), 1001);
  const auto sample = b.build();
  ASSERT_EQ(sample->sockets.size(), 3u);
  EXPECT_EQ(owner_pid(*sample, sample->sockets[0]), 412);
  EXPECT_EQ(owner_pid(*sample, sample->sockets[1]), 0);
  EXPECT_EQ(owner_pid(*sample, sample->sockets[2]), 0);
  EXPECT_THAT(holder_pids(*sample, sample->sockets[0]), ElementsAre(412));
}

TEST(Combine, NamesEveryHolderOnce) {
  SampleBuilder b;
  b.listener(80, 1001, 1);
  const auto master = b.process(10, "nginx", 50);
  const auto worker = b.process(11, "nginx", 60);
  b.hold(worker, 1001, 6);
  b.hold(worker, 1001, 7);
  b.hold(master, 1001, 6);
  const auto sample = b.build();
  EXPECT_THAT(holder_pids(*sample, sample->sockets[0]), UnorderedElementsAre(10, 11));
}

TEST(Combine, TheOwnerIsTheProcessThatStartedFirst) {
  SampleBuilder b;
  b.listener(80, 1001, 1);
  b.hold(b.process(11, "worker", 60), 1001);
  b.hold(b.process(10, "master", 50), 1001);
  b.hold(b.process(12, "worker", 70), 1001);
  const auto sample = b.build();
  EXPECT_EQ(owner_pid(*sample, sample->sockets[0]), 10);
}

TEST(Combine, InitOwnsOnlySocketsWithoutOtherHolders) {
  SampleBuilder b;
  b.listener(22, 1001, 1);
  b.listener(23, 1002, 2);
  const auto init = b.process(1, "systemd", 1);
  b.hold(init, 1001);
  b.hold(init, 1002);
  b.hold(b.process(412, "sshd", 500), 1001);
  const auto sample = b.build();
  EXPECT_EQ(owner_pid(*sample, sample->sockets[0]), 412) << "a socket-activated service";
  EXPECT_EQ(owner_pid(*sample, sample->sockets[1]), 1) << "waiting for its service to be started";
}

TEST(Combine, PrefersTheHolderWhoseUserIsTheSockets) {
  SampleBuilder b;
  Socket& s = b.listener(80, 1001, 1);
  s.uid = 33;
  s.set_known(Known::uid);
  const auto root = b.process(10, "launcher", 50);
  const auto web = b.process(11, "web", 60);
  b.sample().tables.processes[root].uid = Uid{0};
  b.sample().tables.processes[web].uid = Uid{33};
  b.hold(root, 1001);
  b.hold(web, 1001);
  const auto sample = b.build();
  EXPECT_EQ(owner_pid(*sample, sample->sockets[0]), 11);
}

TEST(Combine, KeepsTheNewerOfTwoReadingsOfASocket) {
  SampleBuilder b;
  b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::syn_sent, 1001, 7);
  b.listener(80, 1002, 8);
  b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 1001, 7);
  const auto sample = b.build();
  ASSERT_EQ(sample->sockets.size(), 2u);
  EXPECT_EQ(sample->sockets[0].state, State::established);
}

TEST(Combine, TheSameTupleInTwoNamespacesIsTwoSockets) {
  SampleBuilder b;
  b.listener(80, 1001, 7);
  b.listener(80, 1002, 7).netns = NetnsId{2};
  EXPECT_EQ(b.build()->sockets.size(), 2u);
}

TEST(Combine, FoldsSubflowsIntoTheirMptcpSocket) {
  SampleBuilder b;
  for (std::uint64_t cookie : {20u, 21u}) {
    Socket& subflow =
        b.tcp("192.0.2.10", 5000, "198.51.100.7", 443, State::established, 1001, cookie);
    subflow.sent_bytes = 100;
    subflow.received_bytes = 7;
    subflow.set_known(Known::bytes);
  }
  b.tcp("192.0.2.10", 5000, "198.51.100.7", 443, State::established, 1001, 30).protocol =
      Protocol::mptcp;
  b.hold(b.process(9, "curl"), 1001);
  const auto sample = b.build();
  ASSERT_EQ(sample->sockets.size(), 1u);
  EXPECT_EQ(sample->sockets[0].protocol, Protocol::mptcp);
  EXPECT_EQ(sample->sockets[0].sent_bytes, 200u);
  EXPECT_EQ(sample->sockets[0].received_bytes, 14u);
  EXPECT_EQ(owner_pid(*sample, sample->sockets[0]), 9);
}

TEST(Combine, CountersOfAnMptcpSocketTakePrecedence) {
  SampleBuilder b;
  Socket& subflow = b.tcp("192.0.2.10", 5000, "198.51.100.7", 443, State::established, 1001, 20);
  subflow.sent_bytes = 100;
  subflow.set_known(Known::bytes);
  Socket& whole = b.tcp("192.0.2.10", 5000, "198.51.100.7", 443, State::established, 1001, 30);
  whole.protocol = Protocol::mptcp;
  whole.sent_bytes = 90;
  whole.set_known(Known::bytes);
  const auto sample = b.build();
  ASSERT_EQ(sample->sockets.size(), 1u);
  EXPECT_EQ(sample->sockets[0].sent_bytes, 90u);
}

Socket& mptcp(SampleBuilder& b, std::uint16_t remote_port, std::uint64_t inode,
              std::uint32_t token) {
  Socket& s = b.tcp("192.0.2.10", 80, "198.51.100.7", remote_port, State::established, inode, 30);
  s.protocol = Protocol::mptcp;
  s.set_mptcp_token(token);
  return s;
}

TEST(Combine, MptcpConnectionsWithoutAnInodeStaySeparateAndFoldTheirSubflows) {
  SampleBuilder b;
  b.listener(80, 1001, 30).protocol = Protocol::mptcp;
  mptcp(b, 5000, 0, 7);
  mptcp(b, 5001, 0, 8);
  for (const std::uint16_t port : {std::uint16_t{5000}, std::uint16_t{5001}}) {
    b.tcp("192.0.2.10", 80, "198.51.100.7", port, State::established, 0, port)
        .set(SocketFlag::subflow);
  }
  b.tcp("192.0.2.11", 80, "198.51.100.7", 6000, State::established, 0, 99)
      .set(SocketFlag::subflow);  // of one of them
  b.tcp("192.0.2.10", 80, "198.51.100.7", 7000, State::established, 0,
        100);  // waits to be accepted, without MPTCP
  const auto sample = b.build();
  std::vector<std::uint32_t> remote_ports;
  for (const Socket& s : sample->sockets) remote_ports.push_back(s.remote_port);
  EXPECT_EQ(remote_ports, (std::vector<std::uint32_t>{0, 5000, 5001, 7000}));
}

// Linux 6.12 and older do not report to an unprivileged user which TCP connections carry MPTCP, but
// their addresses match.
TEST(Combine, AWaitingMptcpConnectionFoldsItsUnmarkedSubflow) {
  SampleBuilder b;
  mptcp(b, 5000, 0, 7);
  mptcp(b, 5001, 0, 8);
  mptcp(b, 6000, 1002, 9);
  Socket& carrier = b.tcp("192.0.2.10", 80, "198.51.100.7", 5001, State::established, 0, 100);
  carrier.received_bytes = 7;
  carrier.set_known(Known::bytes);
  carrier.set(SocketFlag::passive_open);
  b.tcp("192.0.2.11", 80, "198.51.100.7", 5000, State::established, 0,
        101);  // another address of this machine
  b.tcp("192.0.2.10", 80, "198.51.100.7", 5000, State::time_wait, 0,
        102);  // the previous connection
  b.tcp("192.0.2.10", 80, "198.51.100.7", 5000, State::established, 0, 103).netns = NetnsId{2};
  b.tcp("192.0.2.10", 80, "198.51.100.7", 6000, State::established, 0,
        104);  // with one that was accepted
  const auto sample = b.build();
  std::vector<std::uint64_t> cookies;
  for (const Socket& s : sample->sockets) {
    if (s.protocol == Protocol::tcp) cookies.push_back(s.cookie.value());
  }
  EXPECT_THAT(cookies, ::testing::UnorderedElementsAre(101u, 102u, 103u, 104u));
  const auto whole =
      std::ranges::find_if(sample->sockets, [](const Socket& s) { return s.mptcp_token() == 8; });
  ASSERT_NE(whole, sample->sockets.end());
  EXPECT_EQ(whole->received_bytes, 7u);
  EXPECT_TRUE(whole->has(SocketFlag::passive_open));
}

TEST(Combine, ASocketWithAProcessKeepsItsHolder) {
  Sample sample;
  sample.sockets.resize(3);
  for (std::uint32_t i = 0; i < 3; ++i) sample.sockets[i].inode = Inode{1000 + i};
  sample.tables.processes.resize(2);
  sample.sockets[0].process = 1;
  sample.sockets[2].process = 0;
  combine_held(sample);
  EXPECT_THAT(sample.tables.holders, ::testing::ElementsAre(1u, 0u));
  EXPECT_EQ(sample.sockets[0].first_holder, 0u);
  EXPECT_EQ(sample.sockets[0].holder_count, 1u);
  EXPECT_EQ(sample.sockets[1].holder_count, 0u);
  EXPECT_EQ(sample.sockets[2].first_holder, 1u);
}

TEST(Combine, AnMptcpConnectionHasTheDirectionOfItsFirstSubflow) {
  SampleBuilder b;
  b.tcp("192.0.2.10", 80, "198.51.100.9", 6000, State::established, 1001, 98)
      .set(SocketFlag::active_open);  // joined later
  b.tcp("192.0.2.10", 80, "198.51.100.7", 5000, State::established, 1001, 99)
      .set(SocketFlag::passive_open);
  mptcp(b, 5000, 1001, 7);
  const auto sample = b.build();
  ASSERT_EQ(sample->sockets.size(), 1u);
  EXPECT_TRUE(sample->sockets[0].has(SocketFlag::passive_open));
  EXPECT_FALSE(sample->sockets[0].has(SocketFlag::active_open));
}

TEST(Combine, ListsSocketsKnownByTheirFdAloneIfAsked) {
  SampleBuilder without;
  without.hold(without.process(9, "curl"), 1001);
  EXPECT_TRUE(without.build(false)->sockets.empty());

  SampleBuilder with;
  const auto curl = with.process(9, "curl");
  with.hold(curl, 1001, 3);
  with.hold(curl, 1001, 4);
  with.hold(with.process(10, "child"), 1001, 3);
  const auto sample = with.build(true);
  ASSERT_EQ(sample->sockets.size(), 1u);
  EXPECT_EQ(sample->sockets[0].protocol, Protocol::unknown);
  EXPECT_EQ(sample->sockets[0].holder_count, 2u);
}

TEST(Identity, SurvivesTheTransitionToTimeWait) {
  SampleBuilder b;
  const Socket before = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 1001, 7);
  const Socket after = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::time_wait, 0, 7);
  EXPECT_TRUE(same_identity(before, after));
  EXPECT_EQ(identity_hash(before), identity_hash(after));
}

TEST(Identity, IsTheInodeOrTheEndpointsWithoutACookie) {
  SampleBuilder b;
  const Socket a = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 1001, 0);
  const Socket other_inode = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::established, 1002, 0);
  const Socket closing = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::time_wait, 0, 0);
  const Socket closing_too = b.tcp("127.0.0.1", 5000, "127.0.0.1", 80, State::time_wait, 0, 0);
  EXPECT_FALSE(same_identity(a, other_inode));
  EXPECT_TRUE(same_identity(closing, closing_too));
  EXPECT_EQ(identity_hash(closing), identity_hash(closing_too));
}

TEST(Identity, AnAcceptedMptcpSocketIsNotItsListener) {
  SampleBuilder b;
  Socket listener = b.listener(80, 1001, 7);
  Socket accepted = b.tcp("127.0.0.1", 80, "127.0.0.1", 5000, State::established, 1002, 7);
  listener.protocol = accepted.protocol = Protocol::mptcp;
  EXPECT_FALSE(same_identity(listener, accepted));
}

TEST(Identity, AnMptcpConnectionKeepsItFromAcceptToClose) {
  SampleBuilder b;
  const Socket waiting = mptcp(b, 5000, 0, 7);
  const Socket accepted = mptcp(b, 5000, 1002, 7);
  const Socket other = mptcp(b, 5000, 1003, 8);
  EXPECT_TRUE(same_identity(waiting, accepted));
  EXPECT_EQ(identity_hash(waiting), identity_hash(accepted));
  EXPECT_FALSE(same_identity(accepted, other))
      << "the same cookie and the same ports, one after the other";
  const Socket unconnected = mptcp(b, 5000, 1002, 0);
  EXPECT_EQ(unconnected_key_of(accepted), key_of(unconnected));
}

TEST(Combine, UnixConnectionsWithoutAnIdentityAreNotMerged) {
  Sample sample;
  Socket waiting;
  waiting.protocol = Protocol::unix_domain;
  waiting.family = Family::unix_domain;
  waiting.state = State::established;
  sample.sockets = {waiting, waiting};
  combine(sample, false);
  EXPECT_EQ(sample.sockets.size(), 2u);
}

TEST(MappedAddress, IsShownAsIpv4) {
  SampleBuilder b;
  Socket s = b.tcp("::ffff:127.0.0.1", 80, "::ffff:127.0.0.2", 5000, State::established, 1, 1);
  normalize_mapped_address(s);
  EXPECT_EQ(s.family, Family::ipv4);
  EXPECT_EQ(s.local_address, testing::ip("127.0.0.1"));
  EXPECT_EQ(s.remote_address, testing::ip("127.0.0.2"));
  EXPECT_TRUE(s.has(SocketFlag::dual_stack));

  Socket listener = b.tcp("::", 80, "::", 0, State::listen, 1, 1);
  normalize_mapped_address(listener);
  EXPECT_EQ(listener.family, Family::ipv6);

  Socket unconnected = b.tcp("::", 53, "::ffff:127.0.0.2", 5000, State::unconnected, 2, 2);
  unconnected.protocol = Protocol::udp;
  normalize_mapped_address(unconnected);
  EXPECT_EQ(unconnected.family, Family::ipv6) << "only its last peer is one of IPv4";
  EXPECT_EQ(remote_ip_of(unconnected).family, Family::ipv4);
  EXPECT_EQ(remote_ip_of(unconnected).address, testing::ip("127.0.0.2"));
}

}  // namespace
}  // namespace portexplorer
