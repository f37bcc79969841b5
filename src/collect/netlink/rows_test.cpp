// Rows from forged messages: values that this kernel cannot produce, and that no kernel should
// send.
#include "collect/netlink/rows.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <linux/tipc_netlink.h>
#include <linux/unix_diag.h>
#include <linux/vm_sockets_diag.h>
#include <linux/xdp_diag.h>
#include <sys/socket.h>

#include <array>

#include "support/netlink/forged.h"

namespace portexplorer {
namespace {

RowReading reading(Protocol protocol, Family family = Family::ipv4) {
  return {{protocol, family}, NetnsId{3}, kNoRow};
}

inet_diag_msg inet_wire(unsigned kernel_state, unsigned local_port = 1000,
                        unsigned remote_port = 2000) {
  inet_diag_msg wire{};
  wire.idiag_family = AF_INET;
  wire.idiag_state = static_cast<std::uint8_t>(kernel_state);
  wire.id.idiag_sport = htons(static_cast<std::uint16_t>(local_port));
  wire.id.idiag_dport = htons(static_cast<std::uint16_t>(remote_port));
  wire.id.idiag_cookie[0] = 0x55667788;
  wire.id.idiag_cookie[1] = 0x11223344;
  wire.idiag_inode = 99;
  return wire;
}

// Returns the only row of a TCP message with `info` cut to `length` bytes.
Socket tcp_row(const tcp_info& info, std::size_t length = sizeof(tcp_info),
               unsigned kernel_state = 1) {
  const Forgery message =
      Forgery()
          .add(inet_wire(kernel_state))
          .add_attribute(INET_DIAG_INFO, std::as_bytes(std::span(&info, 1)).first(length));
  TablePart part;
  auto tcp = reading(Protocol::tcp);
  EXPECT_TRUE(append_inet_row(message.bytes(), tcp, part));
  return part.sockets.at(0);
}

tcp_info some_info() {
  tcp_info info{};
  info.tcpi_bytes_sent = 1500;
  info.tcpi_bytes_retrans = 500;
  info.tcpi_bytes_received = 301;
  info.tcpi_data_segs_out = 4;
  info.tcpi_data_segs_in = 5;
  info.tcpi_rtt = 250;
  info.tcpi_total_retrans = 2;
  return info;
}

TEST(InetRow, ReadsTheFixedPart) {
  const Socket row = tcp_row(some_info());
  EXPECT_EQ(row.cookie.value(), 0x1122334455667788u);
  EXPECT_EQ(row.inode, Inode{99});
  EXPECT_EQ(row.netns, NetnsId{3});
  EXPECT_EQ(row.local_port, 1000u);
  EXPECT_EQ(row.remote_port, 2000u);
  EXPECT_TRUE(row.has(SocketFlag::connected));
  EXPECT_FALSE(row.known(Known::mark)) << "no mark was reported";
  EXPECT_FALSE(row.known(Known::interface));
}

TEST(InetRow, RetransmissionsAreNotCountedTwice) {
  const Socket row = tcp_row(some_info());
  EXPECT_EQ(row.sent_bytes, 1000u);
  EXPECT_EQ(row.received_bytes, 301u);
  EXPECT_EQ(row.sent_packets, 4u);
  EXPECT_EQ(row.received_packets, 5u);
  EXPECT_EQ(row.rtt_us, 250u);
  EXPECT_EQ(row.retransmits, 2u);
}

// Returns "active", "passive" or "".
std::string opener_of(const tcp_info& info, unsigned kernel_state, std::uint32_t send_queue = 0) {
  inet_diag_msg wire = inet_wire(kernel_state);
  wire.idiag_wqueue = send_queue;
  const Forgery message =
      Forgery().add(wire).add_attribute(INET_DIAG_INFO, std::as_bytes(std::span(&info, 1)));
  TablePart part;
  auto tcp = reading(Protocol::tcp);
  EXPECT_TRUE(append_inet_row(message.bytes(), tcp, part));
  const Socket& row = part.sockets.at(0);
  EXPECT_FALSE(row.has(SocketFlag::active_open) && row.has(SocketFlag::passive_open));
  return row.has(SocketFlag::active_open)    ? "active"
         : row.has(SocketFlag::passive_open) ? "passive"
                                             : "";
}

constexpr unsigned kWireEstablished = 1, kWireFinWait1 = 4, kWireFinWait2 = 5, kWireCloseWait = 8,
                   kWireListen = 10;

TEST(InetRow, TheAcknowledgedBytesRevealWhoSentTheSyn) {
  tcp_info info = some_info();  // 1000 bytes sent, not counting retransmissions
  info.tcpi_bytes_acked = 1001;
  EXPECT_EQ(opener_of(info, kWireEstablished), "active");
  EXPECT_EQ(opener_of(info, kWireCloseWait), "active");
  EXPECT_EQ(opener_of(info, kWireFinWait2), "passive") << "the FIN counts as one";
  EXPECT_EQ(opener_of(info, kWireListen), "");
  info.tcpi_bytes_acked = 1000;
  EXPECT_EQ(opener_of(info, kWireEstablished), "passive");
  EXPECT_EQ(opener_of(info, kWireFinWait2), "");
  info.tcpi_bytes_acked = 1002;
  EXPECT_EQ(opener_of(info, kWireEstablished), "");
  EXPECT_EQ(opener_of(info, kWireFinWait2), "active");
  info.tcpi_bytes_acked = 990;
  EXPECT_EQ(opener_of(info, kWireEstablished), "")
      << "the host dropped 10 bytes that it counts as sent";
}

TEST(InetRow, BytesInFlightCountIfThereWasNoRecentActivity) {
  tcp_info info = some_info();
  info.tcpi_bytes_acked = 901;
  info.tcpi_unacked = 1;
  info.tcpi_notsent_bytes = 50;
  info.tcpi_last_data_sent = info.tcpi_last_ack_recv = 1000;
  EXPECT_EQ(opener_of(info, kWireEstablished, 150), "active");
  EXPECT_EQ(opener_of(info, kWireEstablished, 149), "passive");
  EXPECT_EQ(opener_of(info, kWireEstablished, 20), "")
      << "the queue cannot be shorter than what was not sent";
  EXPECT_EQ(opener_of(info, kWireFinWait1, 150), "active") << "the FIN has not been sent";
  info.tcpi_last_ack_recv = 0;
  EXPECT_EQ(opener_of(info, kWireEstablished, 150), "");
  info.tcpi_last_ack_recv = 1000;
  info.tcpi_notsent_bytes = 0;
  EXPECT_EQ(opener_of(info, kWireFinWait1, 101), "active") << "the FIN is the last byte in flight";
}

TEST(InetRow, SubtractsAFinThatHasArrived) {
  constexpr unsigned kCloseWait = 8, kLastAck = 9, kClosing = 11, kFinWait2 = 5;
  for (const unsigned state : {kCloseWait, kLastAck, kClosing})
    EXPECT_EQ(tcp_row(some_info(), sizeof(tcp_info), state).received_bytes, 300u);
  EXPECT_EQ(tcp_row(some_info(), sizeof(tcp_info), kFinWait2).received_bytes, 301u);
}

// Linux 4.6 to 4.18 report the packets, but not the bytes sent; 4.1 to 4.5 report neither.
TEST(InetRow, AnOlderKernelsShorterInfoLeavesTheRestUnknown) {
  const Socket before_bytes_sent = tcp_row(some_info(), offsetof(tcp_info, tcpi_bytes_sent));
  EXPECT_FALSE(before_bytes_sent.known(Known::bytes));
  EXPECT_FALSE(before_bytes_sent.known(Known::lifetime));
  EXPECT_TRUE(before_bytes_sent.known(Known::packets));
  EXPECT_EQ(before_bytes_sent.sent_bytes, 0u);
  const Socket before_packets = tcp_row(some_info(), offsetof(tcp_info, tcpi_data_segs_in));
  EXPECT_FALSE(before_packets.known(Known::packets));
  EXPECT_TRUE(before_packets.known(Known::rtt));
  const Socket nothing = tcp_row(some_info(), 0);
  EXPECT_FALSE(nothing.known(Known::rtt));
  EXPECT_FALSE(nothing.known(Known::retransmits));
}

TEST(InetRow, CountersThatContradictEachOtherAreUnknown) {
  tcp_info info = some_info();
  info.tcpi_bytes_retrans = info.tcpi_bytes_sent + 1;
  EXPECT_FALSE(tcp_row(info).known(Known::bytes));
}

TEST(InetRow, RefusesAnotherFamilyAndMessagesThatAreTooShort) {
  TablePart part;
  auto v6 = reading(Protocol::tcp, Family::ipv6);
  const Forgery whole = Forgery().add(inet_wire(1));
  EXPECT_FALSE(append_inet_row(whole.bytes(), v6, part));
  auto v4 = reading(Protocol::tcp);
  EXPECT_FALSE(append_inet_row(whole.bytes().first(sizeof(inet_diag_msg) - 1), v4, part));
  auto wire = inet_wire(1);
  wire.idiag_family = AF_UNIX;
  EXPECT_FALSE(append_inet_row(Forgery().add(wire).bytes(), v4, part));
  EXPECT_TRUE(part.sockets.empty());
}

TEST(InetRow, AnUndefinedStateIsUnknownAndTheRowIsKept) {
  TablePart part;
  auto tcp = reading(Protocol::tcp);
  for (const unsigned state : {0u, 14u, 255u})
    EXPECT_TRUE(append_inet_row(Forgery().add(inet_wire(state)).bytes(), tcp, part));
  ASSERT_EQ(part.sockets.size(), 3u);
  for (const Socket& s : part.sockets) EXPECT_EQ(s.state, State::unknown);
}

TEST(InetRow, ARawSocketsPortIsItsProtocol) {
  TablePart part;
  auto raw = reading(Protocol::raw);
  ASSERT_TRUE(append_inet_row(Forgery().add(inet_wire(7, IPPROTO_ICMP, 0)).bytes(), raw, part));
  ASSERT_TRUE(append_inet_row(
      Forgery().add(inet_wire(7, 0, 0)).add_attribute(INET_DIAG_PROTOCOL, std::uint8_t{89}).bytes(),
      raw, part));
  EXPECT_EQ(part.sockets[0].raw_protocol, IPPROTO_ICMP);
  EXPECT_EQ(part.sockets[0].local_port, 0u);
  EXPECT_EQ(part.sockets[0].state, State::unconnected);
  EXPECT_EQ(part.sockets[1].raw_protocol, 89u);
}

TEST(InetRow, AnSctpSocketIsReplacedByItsAssociationsUnlessItListens) {
  constexpr unsigned kEstablished = 3, kShutdownReceived = 6, kListen = 10, kSocketEstablished = 1;
  const std::array<std::byte, 128> peers{};
  TablePart part;
  auto sctp = reading(Protocol::sctp);
  const auto add = [&](unsigned state, unsigned remote, std::uint32_t cookie, bool association) {
    auto wire = inet_wire(state, 1000, remote);
    wire.id.idiag_cookie[0] = cookie;
    Forgery message = Forgery().add(wire);
    if (association) message.add_attribute(INET_DIAG_PEERS, Bytes(peers));
    EXPECT_TRUE(append_inet_row(message.bytes(), sctp, part));
  };
  add(kListen, 0, 1, false);
  add(kEstablished, 2001, 1, true);  // of the listener: one to many
  add(kSocketEstablished, 0, 2, false);
  add(kEstablished, 2002, 2, true);
  add(kShutdownReceived, 2003, 2, true);
  add(kSocketEstablished, 0, 3, false);  // has none
  add(kEstablished, 2004, 4, true);      // of another socket
  std::vector<std::pair<State, std::uint32_t>> seen;
  for (const Socket& s : part.sockets) seen.emplace_back(s.state, s.remote_port);
  using Row = std::pair<State, std::uint32_t>;
  EXPECT_THAT(seen,
              ::testing::ElementsAre(Row{State::listen, 0}, Row{State::established, 2001},
                                     Row{State::established, 2002}, Row{State::close_wait, 2003},
                                     Row{State::established, 0}, Row{State::established, 2004}));
}

// A dump that the kernel resumes in the middle of a socket begins with one of its associations.
TEST(InetRow, AnSctpAssociationMayComeFirst) {
  const std::array<std::byte, 128> peers{};
  TablePart part;
  auto sctp = reading(Protocol::sctp);
  auto wire = inet_wire(3, 1000, 2001);
  ASSERT_TRUE(append_inet_row(
      Forgery().add(wire).add_attribute(INET_DIAG_PEERS, Bytes(peers)).bytes(), sctp, part));
  ASSERT_EQ(part.sockets.size(), 1u);
  EXPECT_EQ(part.sockets[0].state, State::established);
  EXPECT_EQ(part.sockets[0].remote_port, 2001u);
  EXPECT_EQ(sctp.sctp_socket, kNoRow);
}

TEST(InetRow, ReadsMptcpsCountersOfLinux65OrLater) {
  std::array<std::uint8_t, 96> info{};
  const std::uint64_t retrans = 10, sent = 110, received = 55;
  const std::uint32_t token = 0xABCD1234;
  std::memcpy(info.data() + 12, &token, 4);
  std::memcpy(info.data() + 48, &retrans, 8);
  std::memcpy(info.data() + 56, &sent, 8);
  std::memcpy(info.data() + 64, &received, 8);
  TablePart part;
  auto mptcp = reading(Protocol::mptcp);
  const auto add = [&](std::size_t length) {
    const Forgery message =
        Forgery()
            .add(inet_wire(1))
            .add_attribute(INET_DIAG_INFO, std::as_bytes(std::span(info)).first(length));
    ASSERT_TRUE(append_inet_row(message.bytes(), mptcp, part));
  };
  add(96);
  add(48);
  EXPECT_EQ(part.sockets[0].sent_bytes, 100u);
  EXPECT_EQ(part.sockets[0].received_bytes, 55u);
  EXPECT_FALSE(part.sockets[1].known(Known::bytes));
  EXPECT_EQ(part.sockets[0].mptcp_token(), token);
  EXPECT_EQ(part.sockets[1].mptcp_token(), token);
}

TEST(InetRow, InvalidAttributeLengthsEndOnlyTheIteration) {
  for (const unsigned length : {0u, 1u, 3u, 5u, 9u, 0xFFFFu}) {
    Forgery message = Forgery()
                          .add(inet_wire(1))
                          .add_attribute(INET_DIAG_MARK, std::uint32_t{7})
                          .add(nlattr{static_cast<std::uint16_t>(length), INET_DIAG_INFO});
    TablePart part;
    auto tcp = reading(Protocol::tcp);
    ASSERT_TRUE(append_inet_row(message.bytes(), tcp, part));
    EXPECT_EQ(part.sockets.at(0).mark, 7u);
    EXPECT_FALSE(part.sockets.at(0).known(Known::bytes));
  }
}

TEST(OtherRows, ReadVsock) {
  vsock_diag_msg wire{};
  wire.vdiag_family = AF_VSOCK;
  wire.vdiag_type = SOCK_STREAM;
  wire.vdiag_state = 1;
  wire.vdiag_src_cid = 3;
  wire.vdiag_src_port = 0xFFFFFFFE;
  wire.vdiag_dst_cid = 2;
  wire.vdiag_dst_port = 1024;
  wire.vdiag_ino = 5;
  TablePart part;
  auto vsock = reading(Protocol::vsock, Family::unknown);
  ASSERT_TRUE(append_vsock_row(Forgery().add(wire).bytes(), vsock, part));
  const Socket& row = part.sockets.at(0);
  EXPECT_EQ(row.family, Family::vsock);
  EXPECT_EQ(row.state, State::established);
  EXPECT_EQ(row.local_port, 0xFFFFFFFEu);
  EXPECT_EQ(row.remote_port, 1024u);
  EXPECT_EQ(row.local_address.bytes[3], 3);
  EXPECT_EQ(row.remote_address.bytes[3], 2);
  EXPECT_FALSE(append_vsock_row(Forgery().add(wire).bytes().first(8), vsock, part));
}

TEST(OtherRows, ReadXdp) {
  xdp_diag_msg wire{};
  wire.xdiag_family = AF_XDP;
  wire.xdiag_ino = 5;
  const Forgery message = Forgery()
                              .add(wire)
                              .add_attribute(XDP_DIAG_INFO, xdp_diag_info{2, 4})
                              .add_attribute(XDP_DIAG_UID, std::uint32_t{1000});
  TablePart part;
  auto xdp = reading(Protocol::xdp, Family::unknown);
  ASSERT_TRUE(append_xdp_row(message.bytes(), xdp, part));
  EXPECT_EQ(part.sockets.at(0).interface, 2u);
  EXPECT_EQ(part.sockets.at(0).local_port, 4u);
  EXPECT_EQ(part.sockets.at(0).uid, 1000u);
}

TEST(OtherRows, ReadTipc) {
  const Forgery inside = Forgery()
                             .add_attribute(TIPC_NLA_SOCK_REF, std::uint32_t{77})
                             .add_attribute(TIPC_NLA_SOCK_INO, std::uint32_t{55})
                             .add_attribute(TIPC_NLA_SOCK_UID, std::uint32_t{1000})
                             .add_attribute(TIPC_NLA_SOCK_TIPC_STATE, std::uint32_t{10})
                             .add_attribute(TIPC_NLA_SOCK_COOKIE, std::uint64_t{123});
  const Forgery message = Forgery().add_attribute(TIPC_NLA_SOCK, inside.bytes());
  TablePart part;
  auto tipc = reading(Protocol::tipc, Family::unknown);
  ASSERT_TRUE(append_tipc_row(message.bytes(), tipc, part));
  EXPECT_EQ(part.sockets.at(0).local_port, 77u);
  EXPECT_EQ(part.sockets.at(0).inode, Inode{55});
  EXPECT_EQ(part.sockets.at(0).cookie, Cookie{123});
  EXPECT_EQ(part.sockets.at(0).state, State::listen);
  EXPECT_FALSE(append_tipc_row({}, tipc, part));
}

TEST(OtherRows, AConnectedUnixDatagramSocketIsEstablishedOnOlderKernelsToo) {
  unix_diag_msg wire{};
  wire.udiag_family = AF_UNIX;
  wire.udiag_type = SOCK_DGRAM;
  wire.udiag_state = 7;
  TablePart part;
  auto local = reading(Protocol::unix_domain, Family::unknown);
  ASSERT_TRUE(append_unix_row(
      Forgery().add(wire).add_attribute(UNIX_DIAG_PEER, std::uint32_t{5}).bytes(), local, part));
  ASSERT_TRUE(append_unix_row(Forgery().add(wire).bytes(), local, part));
  EXPECT_EQ(part.sockets[0].state, State::established);
  EXPECT_EQ(part.sockets[1].state, State::unconnected);
}

}  // namespace
}  // namespace portexplorer
