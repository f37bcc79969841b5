// Every TCP state, created with a scripted peer and listed by the built program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/raw_peer.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

constexpr std::uint16_t kPeerPort = 4000;
constexpr std::uint16_t kListenPort = 7001;

class TcpStates : public ::testing::Test {
 protected:
  // A connection that the kernel opened to the peer.
  UniqueFd connected() {
    UniqueFd fd = connecting();
    peer_.accept();
    await_state(port_of(fd.get()), kPeerPort, KernelState::established);
    return fd;
  }
  UniqueFd connecting() const {
    return connected_socket(SOCK_STREAM | SOCK_NONBLOCK, kPeerAddress, kPeerPort);
  }

  [[nodiscard]] json row_of(std::uint16_t host_port) const {
    return only_row(list_json({"--tcp"}), {{"local_address", kHostAddress},
                                           {"local_port", host_port},
                                           {"remote_address", kPeerAddress},
                                           {"remote_port", kPeerPort},
                                           {"netns", own_netns()}});
  }

  // Returns the row of the connection, which must be in `state` and owned by this test.
  void expect_owned(const UniqueFd& fd, KernelState state, const char* name) const {
    const std::uint16_t port = port_of(fd.get());
    await_state(port, kPeerPort, state);
    const json row = row_of(port);
    EXPECT_EQ(row.at("state"), name);
    EXPECT_EQ(row.at("protocol"), "tcp");
    EXPECT_EQ(row.at("family"), "ipv4");
    EXPECT_EQ(row.at("pid"), getpid());
    EXPECT_EQ(row.at("process"), "integration_test");
    EXPECT_EQ(row.at("owner"), "known");
    EXPECT_EQ(row.at("mapped"), true);
    EXPECT_EQ(row.at("inode"), inode_of(fd.get()));
    EXPECT_EQ(row.at("cookie"), cookie_of(fd.get()));
  }

  // The same for a socket without an owner.
  void expect_ownerless(std::uint16_t port, KernelState state, const char* name) const {
    await_state(port, kPeerPort, state);
    const json row = row_of(port);
    EXPECT_EQ(row.at("state"), name);
    EXPECT_EQ(row.at("pid"), nullptr);
    EXPECT_EQ(row.at("process"), nullptr);
    EXPECT_EQ(row.at("owner"), "none");
    EXPECT_EQ(row.at("mapped"), false);
    EXPECT_TRUE(row.at("holders").empty());
  }

  ScopedNetns netns_;
  RawLink link_;
  RawPeer peer_{link_, kPeerPort};
};

TEST_F(TcpStates, Listen) {
  const UniqueFd fd = listener(kHostAddress, kListenPort);
  const json row =
      only_row(list_json({"--tcp"}), {{"local_port", kListenPort}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("state"), "LISTEN");
  EXPECT_EQ(row.at("local_address"), kHostAddress);
  EXPECT_EQ(row.at("remote_address"), nullptr);
  EXPECT_EQ(row.at("remote_port"), nullptr);
  EXPECT_EQ(row.at("pid"), getpid());
  EXPECT_EQ(row.at("direction"), "listening");
  EXPECT_EQ(row.at("recv_queue"), 0);
  EXPECT_EQ(row.at("send_queue"), 16);
}

TEST_F(TcpStates, SynSent) {
  const UniqueFd fd = connecting();
  expect_owned(fd, KernelState::syn_sent, "SYN_SENT");
  EXPECT_EQ(row_of(port_of(fd.get())).at("direction"), "outbound");
}

TEST_F(TcpStates, SynRecv) {
  const UniqueFd fd = listener(kHostAddress, kListenPort);
  peer_.half_connect(kListenPort);
  expect_ownerless(kListenPort, KernelState::syn_recv, "SYN_RECV");
  EXPECT_EQ(row_of(kListenPort).at("direction"), "inbound");
}

TEST_F(TcpStates, Established) {
  const UniqueFd fd = connected();
  expect_owned(fd, KernelState::established, "ESTABLISHED");
  EXPECT_EQ(row_of(port_of(fd.get())).at("direction"), "outbound");
}

TEST_F(TcpStates, EstablishedButNotAcceptedHasNoOwner) {
  const UniqueFd fd = listener(kHostAddress, kListenPort);
  peer_.connect(kListenPort);
  expect_ownerless(kListenPort, KernelState::established, "ESTABLISHED");
  const json waiting =
      only_row(list_json({"--tcp"}),
               {{"state", "LISTEN"}, {"local_port", kListenPort}, {"netns", own_netns()}});
  EXPECT_EQ(waiting.at("recv_queue"), 1);
}

TEST_F(TcpStates, AcceptedIsInbound) {
  const UniqueFd fd = listener(kHostAddress, kListenPort);
  peer_.connect(kListenPort);
  await_state(kListenPort, kPeerPort, KernelState::established);
  const UniqueFd connection = accepted(fd.get());
  expect_owned(connection, KernelState::established, "ESTABLISHED");
  EXPECT_EQ(row_of(kListenPort).at("direction"), "inbound");
}

TEST_F(TcpStates, FinWait1) {
  const UniqueFd fd = connected();
  check(shutdown(fd.get(), SHUT_WR), "shutdown");
  expect_owned(fd, KernelState::fin_wait1, "FIN_WAIT1");
}

TEST_F(TcpStates, FinWait2) {
  const UniqueFd fd = connected();
  check(shutdown(fd.get(), SHUT_WR), "shutdown");
  peer_.take_fin();
  peer_.acknowledge();
  expect_owned(fd, KernelState::fin_wait2, "FIN_WAIT2");
}

TEST_F(TcpStates, CloseWait) {
  const UniqueFd fd = connected();
  peer_.fin();
  expect_owned(fd, KernelState::close_wait, "CLOSE_WAIT");
}

TEST_F(TcpStates, LastAck) {
  const UniqueFd fd = connected();
  peer_.fin();
  await_state(port_of(fd.get()), kPeerPort, KernelState::close_wait);
  check(shutdown(fd.get(), SHUT_WR), "shutdown");
  expect_owned(fd, KernelState::last_ack, "LAST_ACK");
}

TEST_F(TcpStates, Closing) {
  const UniqueFd fd = connected();
  check(shutdown(fd.get(), SHUT_WR), "shutdown");
  await_state(port_of(fd.get()), kPeerPort, KernelState::fin_wait1);
  peer_.fin();
  expect_owned(fd, KernelState::closing, "CLOSING");
}

TEST_F(TcpStates, TimeWaitHasNoOwner) {
  UniqueFd fd = connected();
  const std::uint16_t port = port_of(fd.get());
  fd.reset();
  peer_.take_fin();
  peer_.acknowledge();
  await_state(port, kPeerPort, KernelState::fin_wait2);
  peer_.fin();
  expect_ownerless(port, KernelState::time_wait, "TIME_WAIT");
}

TEST_F(TcpStates, OrphanKeepsItsStateAndHasNoOwner) {
  UniqueFd fd = connected();
  const std::uint16_t port = port_of(fd.get());
  fd.reset();
  expect_ownerless(port, KernelState::fin_wait1, "FIN_WAIT1");
}

// Nothing is sent; one packet of 100 bytes is received.
TEST_F(TcpStates, CountsPayloadToTheByte) {
  const UniqueFd fd = connected();
  peer_.send(std::string(100, 'x'));
  await([&] { return row_of(port_of(fd.get())).at("received_bytes") != 0; },
        "the packet's arrival");
  const json row = row_of(port_of(fd.get()));
  EXPECT_EQ(row.at("sent_bytes"), 0);
  EXPECT_EQ(row.at("sent_packets"), 0);
  EXPECT_EQ(row.at("received_bytes"), 100);
  EXPECT_EQ(row.at("received_packets"), 1);
  EXPECT_EQ(row.at("traffic_coverage"), "lifetime");
  EXPECT_EQ(row.at("recv_queue"), 100);
}

TEST_F(TcpStates, FinIsNotCountedAsPayload) {
  const UniqueFd fd = connected();
  peer_.send(std::string(100, 'x'));
  peer_.fin();
  await_state(port_of(fd.get()), kPeerPort, KernelState::close_wait);
  const json row = row_of(port_of(fd.get()));
  EXPECT_EQ(row.at("received_bytes"), 100);
  EXPECT_EQ(row.at("received_packets"), 1);
  EXPECT_EQ(row.at("sent_bytes"), 0);
}

// The peer never acknowledges, so the kernel retransmits the same bytes; they are counted once.
TEST_F(TcpStates, RetransmissionIsNotCountedAsSent) {
  const UniqueFd fd = connected();
  check(send(fd.get(), "hello", 5, 0), "send");
  await([&] { return row_of(port_of(fd.get())).at("retransmits") != 0; }, "a retransmission");
  const json row = row_of(port_of(fd.get()));
  EXPECT_EQ(row.at("sent_bytes"), 5);
  EXPECT_EQ(row.at("received_bytes"), 0);
  EXPECT_EQ(row.at("send_queue"), 5);
}

}  // namespace
}  // namespace portexplorer
