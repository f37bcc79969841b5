#include "collect/ebpf/tcp_without_fd.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace portexplorer {
namespace {

constexpr NetnsId kHere{1};

std::optional<MetTcp> met(std::initializer_list<const ReaderPart*> parts) {
  return met_tcp(std::vector<const ReaderPart*>(parts), kHere);
}

// Adds a record of a TCP socket that may have other records.
void claim(ReaderPart& part, std::uint64_t inode, State state, bool seen) {
  Socket s;
  s.protocol = Protocol::tcp;
  s.netns = kHere;
  s.inode = Inode{inode};
  s.state = state;
  part.claims.push_back({static_cast<std::uint32_t>(part.sockets.size()), 3, seen});
  part.sockets.push_back(s);
}

TEST(TcpCounts, AreReadFromTheTcpLines) {
  constexpr std::string_view kText =
      "Ip: Forwarding\nIp: 1\nTcp: RtoAlgorithm ActiveOpens PassiveOpens AttemptFails CurrEstab "
      "InSegs\n"
      "Tcp: 1 20 300 4 5000 6\nUdp: InDatagrams\nUdp: 7\n";
  EXPECT_EQ(parse_tcp_counts(kText), (TcpCounts{5000, 320}));
}

TEST(TcpCounts, AreEmptyIfOneIsMissing) {
  EXPECT_EQ(parse_tcp_counts(""), std::nullopt);
  EXPECT_EQ(parse_tcp_counts("Tcp: ActiveOpens CurrEstab\nTcp: 1 2\n"), std::nullopt);
  EXPECT_EQ(parse_tcp_counts("Tcp: ActiveOpens PassiveOpens CurrEstab\nTcp: 1 2\n"), std::nullopt);
  EXPECT_EQ(parse_tcp_counts("Tcp: ActiveOpens PassiveOpens CurrEstab\nUdp: 1 2 3\n"),
            std::nullopt);
  EXPECT_EQ(parse_tcp_counts("Tcp: ActiveOpens PassiveOpens CurrEstab"), std::nullopt);
}

constexpr std::string_view kSockstat =
    "sockets: used 211\nTCP: inuse 202 orphan 5 tw 3 alloc 202 mem 222\nUDP: inuse 1 mem 0\n";

TEST(TcpTableCounts, IncludeBothFamilies) {
  EXPECT_EQ(parse_tcp_table_counts(kSockstat, "TCP6: inuse 40\nUDP6: inuse 7\n"),
            (TcpTableCounts{242, 3}));
  EXPECT_EQ(parse_tcp_table_counts(kSockstat, ""), (TcpTableCounts{202, 3}));
}

TEST(TcpTableCounts, AreEmptyIfOneIsMissing) {
  EXPECT_EQ(parse_tcp_table_counts("", ""), std::nullopt);
  EXPECT_EQ(parse_tcp_table_counts("TCP: inuse 202 orphan 5\n", ""), std::nullopt);
  EXPECT_EQ(parse_tcp_table_counts("TCP: inuse x tw 3\n", ""), std::nullopt);
  EXPECT_EQ(parse_tcp_table_counts("TCP: inuse", ""), std::nullopt);
  EXPECT_EQ(parse_tcp_table_counts(kSockstat, "UDP6: inuse 7\n"), std::nullopt);
}

TEST(MetTcpSockets, AreCountedOverAllPartsAndForOneNamespace) {
  ReaderPart first;
  ReaderPart second;
  first.held_tcp_of(kHere).established = 5;
  first.held_tcp_of(kHere).hashed = 6;
  first.held_tcp_of(NetnsId{2}).established = 100;
  second.held_tcp_of(kHere).established = 7;
  second.held_tcp_of(kHere).hashed = 9;
  second.held_tcp_of(kHere).requests = true;
  second.held_tcp_of(kHere).close_wait = 2;
  const auto both = met({&first, &second});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->established, 12u);
  EXPECT_EQ(both->hashed, 15u);
  EXPECT_TRUE(both->requests);
  EXPECT_EQ(both->close_wait, 2u);
  EXPECT_FALSE(both->mptcp);
}

TEST(MetTcpSockets, HeldBySeveralCountOnce) {
  ReaderPart first;
  ReaderPart second;
  claim(first, 10, State::established, false);
  claim(first, 11, State::close_wait, false);
  claim(second, 10, State::established, true);
  claim(second, 12, State::closed, false);
  const auto both = met({&first, &second});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->established, 1u);
  EXPECT_EQ(both->close_wait, 1u);
  EXPECT_EQ(both->hashed, 2u);  // sockets that are only bound are in another table
}

// The first record was not marked as shared and has therefore been counted already.
TEST(MetTcpSockets, ARecordWithoutItsFirstOneMakesTheCountUnknown) {
  ReaderPart part;
  claim(part, 10, State::established, true);
  EXPECT_EQ(met({&part}), std::nullopt);
}

}  // namespace
}  // namespace portexplorer
