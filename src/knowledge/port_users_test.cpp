#include "knowledge/port_users.h"

#include <gmock/gmock.h>

#include "knowledge/connection_phase.h"
#include "model/derive.h"
#include "support/sample_builder.h"

namespace portexplorer {
namespace {

using ::testing::IsEmpty;
using testing::SampleBuilder;

class PortUsers : public ::testing::Test {
 protected:
  Socket& connection(std::uint32_t process, std::uint16_t local_port, std::uint16_t remote_port,
                     State state = State::established) {
    const std::uint64_t inode = process == kNoIndex ? 0 : ++next_;
    Socket& s =
        builder_.tcp("192.0.2.1", local_port, "198.51.100.7", remote_port, state, inode, ++next_);
    if (process != kNoIndex) builder_.hold(process, inode);
    return s;
  }

  std::vector<PortUser> users(std::uint32_t port, PortSides sides = {},
                              Protocol protocol = Protocol::tcp) {
    snapshot_ = derive(nullptr, SampleBuilder(builder_).build());
    return port_users(*snapshot_, protocol, port, sides);
  }

  std::uint64_t next_ = 100;
  SampleBuilder builder_{1'771'000'451};
  std::shared_ptr<const Snapshot> snapshot_;
};

TEST_F(PortUsers, FindsServersAndTheirConnections) {
  const auto server = builder_.process(10, "server");
  builder_.listener(8080, 1, 2);
  builder_.hold(server, 1);
  connection(server, 8080, 50000).set(SocketFlag::passive_open);
  connection(server, 8080, 50001).set(SocketFlag::passive_open);
  const auto found = users(8080);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].role, PortRole::listens);
  EXPECT_EQ(found[1].role, PortRole::incoming);
  EXPECT_EQ(found[1].rows.size(), 2u);
  EXPECT_EQ(used_here(found), UsedHere::as_service);
  EXPECT_THAT(users(50000), IsEmpty()) << "the other side took it by chance";
}

TEST_F(PortUsers, FindsOutboundConnections) {
  const auto browser = builder_.process(11, "browser");
  connection(browser, 40000, 443);
  const auto found = users(443);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].role, PortRole::outgoing);
  EXPECT_EQ(used_here(found), UsedHere::as_service);
  const auto chance = users(40000);
  ASSERT_EQ(chance.size(), 1u);
  EXPECT_EQ(chance[0].role, PortRole::ephemeral);
  EXPECT_EQ(used_here(chance), UsedHere::as_ephemeral);
}

TEST_F(PortUsers, ConsidersTheRequestedSides) {
  const auto browser = builder_.process(11, "browser");
  connection(browser, 40000, 443);
  EXPECT_THAT(users(443, {.local = true, .remote = false}), IsEmpty());
  EXPECT_THAT(users(40000, {.local = false, .remote = true}), IsEmpty());
  EXPECT_THAT(users(443, {}, Protocol::udp), IsEmpty());
}

TEST_F(PortUsers, SeparatesProcesses) {
  connection(builder_.process(11, "a"), 40000, 443);
  connection(builder_.process(12, "b"), 40001, 443);
  EXPECT_EQ(users(443).size(), 2u);
}

TEST_F(PortUsers, FindsEndedConnections) {
  connection(kNoIndex, 40000, 443, State::time_wait);
  const auto found = users(443);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].role, PortRole::ended);
  EXPECT_EQ(used_here(found), UsedHere::not_at_all) << "nobody uses it any more";
}

TEST_F(PortUsers, AConnectionWithoutAProgramIsClassifiedByItsState) {
  builder_.listener(9090, 1, 2);
  builder_.hold(builder_.process(10, "server"), 1);
  const auto server_end = [&](std::uint16_t peer, State state) {
    connection(kNoIndex, 9090, peer, state).set(SocketFlag::passive_open);
  };
  server_end(50001, State::established);
  server_end(50002, State::close_wait);
  server_end(50003, State::syn_recv);
  server_end(50004, State::fin_wait1);
  server_end(50005, State::fin_wait2);
  server_end(50006, State::fin_wait2);
  server_end(50007, State::time_wait);
  std::vector<std::pair<PortRole, std::size_t>> told;
  for (const PortUser& user : users(9090)) told.emplace_back(user.role, user.rows.size());
  using enum PortRole;
  EXPECT_THAT(told, ::testing::ElementsAre(std::pair(listens, 1u), std::pair(unaccepted, 1u),
                                           std::pair(unaccepted, 1u), std::pair(unaccepted, 1u),
                                           std::pair(closing, 1u), std::pair(closing, 2u),
                                           std::pair(ended, 1u)));
}

TEST_F(PortUsers, StatesOfOneProgramAreSeparate) {
  const auto client = builder_.process(11, "client");
  connection(client, 40000, 443);
  connection(client, 40001, 443, State::close_wait);
  connection(client, 40002, 443, State::syn_sent);
  const auto found = users(443);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].role, PortRole::outgoing);
  EXPECT_EQ(found[1].role, PortRole::outgoing);
  EXPECT_EQ(found[2].role, PortRole::connecting);
}

TEST_F(PortUsers, APortThatIsOnlyBoundIsReserved) {
  builder_.hold(builder_.process(12, "holder"), 77);
  builder_.tcp("127.0.0.1", 4444, "0.0.0.0", 0, State::closed, 77, 78);
  const auto found = users(4444);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].role, PortRole::reserved);
  EXPECT_EQ(used_here(found), UsedHere::not_at_all) << "it serves nobody";
}

TEST_F(PortUsers, TheReadersNetworkNamespaceComesFirst) {
  builder_.sample().namespaces.push_back({NetnsId{2}, "blue", false, {}, {}, {}});
  builder_.listener(8080, 5, 6).netns = NetnsId{2};
  builder_.hold(builder_.process(10, "other"), 5);
  const auto own = builder_.process(20, "own");
  builder_.listener(8080, 7, 8);
  builder_.hold(own, 7);
  const auto found = users(8080);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].process, own);
  const RowView other(*snapshot_, snapshot_->rows[found[1].rows.front()]);
  EXPECT_EQ(other_netns(other), "blue");
}

}  // namespace
}  // namespace portexplorer
