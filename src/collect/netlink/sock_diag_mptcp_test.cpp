// MPTCP, and the opener of a connection, with the running kernel: reads back the sockets of a
// separate namespace.
#include <gmock/gmock.h>
#include <poll.h>

#include <fstream>

#include "collect/netlink/sock_diag.h"
#include "support/netlink/diag.h"
#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {
namespace {

using diag::kMptcp;
using diag::read;
using diag::read_tcp;

TEST(SockDiag, CountsMptcpToTheByteAndMarksItsSubflows) {
  in_new_namespace([] {
    if (const std::string why = reason_to_skip(AF_INET, SOCK_STREAM, kMptcp); !why.empty())
      GTEST_SKIP() << why;
    TcpPair pair = connect_pair(false, kMptcp);
    send_bytes(pair.client, 1000);
    ASSERT_EQ(receive_bytes(pair.server, 1000), 1000u);
    const TablePart part = read({Protocol::mptcp, Family::ipv4});
    const Socket* client = find_by_inode(part.sockets, inode_of(pair.client));
    const Socket* server = find_by_inode(part.sockets, inode_of(pair.server));
    ASSERT_TRUE(client && server);
    EXPECT_EQ(client->protocol, Protocol::mptcp);
    EXPECT_EQ(client->state, State::established);
    EXPECT_TRUE(client->known(Known::bytes));
    EXPECT_EQ(client->sent_bytes, 1000u);
    EXPECT_EQ(client->received_bytes, 0u);
    EXPECT_EQ(server->received_bytes, 1000u);
    EXPECT_TRUE(find_by_inode(part.sockets, inode_of(pair.listener)));

    const TablePart tcp = read_tcp();
    const Socket* subflow = find_by_ports(tcp.sockets, pair.client_port, pair.server_port);
    ASSERT_NE(subflow, nullptr);
    EXPECT_TRUE(subflow->has(SocketFlag::subflow));
    EXPECT_FALSE(client->has(SocketFlag::subflow));
  });
}

std::string opener_in(const Socket* row) {
  if (row == nullptr) return "no row";
  return row->has(SocketFlag::active_open)    ? "active"
         : row->has(SocketFlag::passive_open) ? "passive"
                                              : "";
}

TEST(SockDiag, ReportsWhoOpenedAConnectionInEveryState) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    const auto openers = [&] {
      const TablePart tcp = read_tcp();
      return opener_in(find_by_ports(tcp.sockets, pair.client_port, pair.server_port)) + " " +
             opener_in(find_by_ports(tcp.sockets, pair.server_port, pair.client_port));
    };
    EXPECT_EQ(openers(), "active passive");
    send_bytes(pair.client, 1);
    send_bytes(pair.server, 5000);
    EXPECT_EQ(receive_bytes(pair.server, 1), 1u);
    EXPECT_EQ(receive_bytes(pair.client, 5000), 5000u);
    EXPECT_EQ(openers(), "active passive");
    ::shutdown(pair.client.get(), SHUT_WR);
    for (int i = 0; i < 1000; ++i) {  // the kernel sends no event when a FIN is acknowledged
      const TablePart tcp = read_tcp();
      const Socket* client = find_by_ports(tcp.sockets, pair.client_port, pair.server_port);
      if (client != nullptr && client->state == State::fin_wait2) break;
      ::poll(nullptr, 0, 10);
    }
    EXPECT_EQ(openers(), "active passive") << "FIN_WAIT2 and CLOSE_WAIT";
  });
}

TEST(SockDiag, DistinguishesAcceptedMptcpSocketsWithTheSameCookie) {
  in_new_namespace([] {
    const UniqueFd probe(::socket(AF_INET, SOCK_STREAM, kMptcp));
    if (!probe) GTEST_SKIP() << "this kernel has no MPTCP";
    const UniqueFd listener = make_socket(AF_INET, SOCK_STREAM, kMptcp);
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 4), 0);
    const auto cookie = cookie_of(listener);  // from now on, accepted sockets have it, too
    std::vector<UniqueFd> ends;
    for (int i = 0; i < 2; ++i) {
      ends.push_back(make_socket(AF_INET, SOCK_STREAM, kMptcp));
      connect_to(ends.back(), loopback4(port_of(listener)));
      ends.emplace_back(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    const TablePart part = read({Protocol::mptcp, Family::ipv4});
    std::vector<SocketKey> keys;
    for (const Socket& s : part.sockets) {
      if (s.cookie.value() == cookie) keys.push_back(key_of(s));
    }
    std::ranges::sort(keys);
    EXPECT_EQ(keys.size(), 3u);
    EXPECT_EQ(std::ranges::adjacent_find(keys), keys.end());
  });
}

// Unlike TCP, MPTCP does not count the end of the stream as a byte.
TEST(SockDiag, MptcpCountsNoByteForTheEndOfTheStream) {
  in_new_namespace([] {
    if (const std::string why = reason_to_skip(AF_INET, SOCK_STREAM, kMptcp); !why.empty())
      GTEST_SKIP() << why;
    TcpPair pair = connect_pair(false, kMptcp);
    send_bytes(pair.client, 1000);
    ::shutdown(pair.client.get(), SHUT_WR);
    EXPECT_EQ(receive_bytes(pair.server, SIZE_MAX), 1000u);
    const TablePart part = read({Protocol::mptcp, Family::ipv4});
    const Socket* server = find_by_inode(part.sockets, inode_of(pair.server));
    ASSERT_NE(server, nullptr);
    EXPECT_EQ(server->state, State::close_wait);
    EXPECT_EQ(server->received_bytes, 1000u);
  });
}

TEST(SockDiag, APlainTcpSocketIsNoSubflow) {
  in_new_namespace([] {
    const TcpPair pair = connect_pair();
    for (const Socket& s : read_tcp().sockets) EXPECT_FALSE(s.has(SocketFlag::subflow));
  });
}

}  // namespace
}  // namespace portexplorer
