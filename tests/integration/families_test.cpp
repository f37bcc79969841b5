// Sockets of every family and type.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include <netinet/in.h>

#include <algorithm>
#include <map>
#include <utility>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::HasSubstr;

constexpr std::uint16_t kFamiliesPort = 7100;

class Families : public ::testing::Test {
 protected:
  [[nodiscard]] static json row_of(const UniqueFd& fd, const std::vector<std::string>& arguments) {
    return only_row(list_json(arguments), {{"inode", inode_of(fd.get())}});
  }
  static void expect_mine(const json& row) {
    EXPECT_EQ(row.at("pid"), getpid());
    EXPECT_EQ(row.at("owner"), "known");
    EXPECT_EQ(row.at("process"), "integration_test");
  }

  ScopedNetns netns_;
};

TEST_F(Families, UdpUnconnected) {
  const UniqueFd fd = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const json row = row_of(fd, {"--udp"});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "udp");
  EXPECT_EQ(row.at("state"), "UNCONNECTED");
  EXPECT_EQ(row.at("local_address"), "127.0.0.1");
  EXPECT_EQ(row.at("local_port"), kFamiliesPort);
  EXPECT_EQ(row.at("remote_address"), nullptr);
  EXPECT_EQ(row.at("netns"), own_netns());
}

TEST_F(Families, UdpConnected) {
  const UniqueFd server = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const UniqueFd fd = connected_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const json row = row_of(fd, {"--udp"});
  expect_mine(row);
  EXPECT_EQ(row.at("state"), "ESTABLISHED");
  EXPECT_EQ(row.at("local_port"), port_of(fd.get()));
  EXPECT_EQ(row.at("remote_address"), "127.0.0.1");
  EXPECT_EQ(row.at("remote_port"), kFamiliesPort);
}

// For datagrams, the kernel counts memory, not queued bytes: one byte must not be shown as several
// hundred.
TEST_F(Families, MemoryIsNotShownAsQueuedBytes) {
  const UniqueFd server = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const UniqueFd client = connected_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  check(send(client.get(), "0123456789", 10, 0), "send");
  for (const char* way : {"netlink", "bpf"}) {
    SCOPED_TRACE(way);
    const json row = row_of(server, {"--udp", "--backend", way});
    EXPECT_EQ(row.at("recv_queue"), nullptr);
    EXPECT_EQ(row.at("send_queue"), nullptr);
    EXPECT_GT(row.at("recv_memory_bytes"), 10);
    EXPECT_EQ(row.at("send_memory_bytes"), 0);
    EXPECT_EQ(row.at("drops"), 0);
    EXPECT_EQ(row_of(client, {"--udp", "--backend", way}).at("recv_memory_bytes"), 0);
  }
}

TEST_F(Families, DropsOfAReceiverThatDoesNotReadAreCounted) {
  const UniqueFd server = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const int little = 1;  // the kernel raises it to its minimum
  check(setsockopt(server.get(), SOL_SOCKET, SO_RCVBUF, &little, sizeof little), "SO_RCVBUF");
  const UniqueFd client = connected_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  constexpr int kSent = 100;
  const std::string datagram(1000, 'x');
  for (int i = 0; i < kSent; ++i)
    check(send(client.get(), datagram.data(), datagram.size(), 0), "send");
  int received = 0;
  const json plain = row_of(server, {"--udp", "--backend", "netlink"});
  const json kernel = row_of(server, {"--udp", "--backend", "bpf"});
  std::string buffer(2000, '\0');
  while (recv(server.get(), buffer.data(), buffer.size(), MSG_DONTWAIT) > 0) ++received;
  EXPECT_GT(received, 0);
  EXPECT_EQ(plain.at("drops"), kSent - received);
  EXPECT_EQ(kernel.at("drops"), kSent - received);
}

// Equal to FIONREAD, for sockets whose queued bytes the kernel sums up.
TEST_F(Families, QueuedBytesAreThoseThatTheProgramWouldRead) {
  const auto pair_of = [](int type) {
    int fds[2] = {};
    check(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds), "socketpair");
    return std::pair(UniqueFd(fds[0]), UniqueFd(fds[1]));
  };
  const UniqueFd server = listener("127.0.0.1", kFamiliesPort);
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kFamiliesPort);
  const UniqueFd connection = accepted(server.get());
  const std::string bytes(777, 'x');
  check(send(client.get(), bytes.data(), bytes.size(), 0), "send");
  std::map<std::string, std::pair<UniqueFd, UniqueFd>> pairs;
  for (const auto& [name, type] :
       {std::pair{"stream", SOCK_STREAM}, std::pair{"packets", SOCK_SEQPACKET},
        std::pair{"datagrams", SOCK_DGRAM}}) {
    pairs.emplace(name, pair_of(type));
    check(send(pairs.at(name).first.get(), bytes.data(), 100, 0), "send");
  }
  for (const char* way : {"netlink", "bpf"}) {
    SCOPED_TRACE(way);
    const std::vector<std::string> arguments = {"--all-families", "--backend", way};
    const json tcp = row_of(connection, arguments);
    EXPECT_EQ(tcp.at("recv_queue"), 777);
    EXPECT_EQ(tcp.at("send_queue"), 0);
    EXPECT_GE(tcp.at("recv_memory_bytes"), 777);
    const json listening = row_of(server, arguments);
    EXPECT_EQ(listening.at("recv_queue"), 0);
    EXPECT_GT(listening.at("send_queue"), 0);
    for (const char* kind : {"stream", "packets"}) {
      EXPECT_EQ(row_of(pairs.at(kind).second, arguments).at("recv_queue"), 100) << kind;
      const json sender = row_of(pairs.at(kind).first, arguments);
      EXPECT_EQ(sender.at("send_queue"), nullptr) << kind;
      EXPECT_GT(sender.at("send_memory_bytes"), 100) << kind;
      EXPECT_EQ(sender.at("recv_memory_bytes"), nullptr) << "charged to the sender";
      EXPECT_EQ(sender.at("peer_inode"), inode_of(pairs.at(kind).second.get()));
      EXPECT_EQ(sender.at("remote_port"), nullptr) << "an inode is not a port";
    }
    EXPECT_EQ(row_of(pairs.at("datagrams").second, arguments).at("recv_queue"), nullptr);
  }
}

TEST_F(Families, RawAndPacketSocketsShowTheirProtocol) {
  const UniqueFd gre(check(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_GRE), "raw socket"));
  const UniqueFd ospf(check(socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, 89), "raw socket"));
  const UniqueFd arp(
      check(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ARP)), "packet socket"));
  const UniqueFd udp = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  for (const char* way : {"netlink", "bpf"}) {
    SCOPED_TRACE(way);
    const std::vector<std::string> arguments = {"--all-families", "--backend", way};
    const json raw = row_of(gre, arguments);
    EXPECT_EQ(raw.at("ip_protocol"), 47);
    EXPECT_EQ(raw.at("local_port"), nullptr) << "it has no port, not port 0";
    EXPECT_EQ(raw.at("ethertype"), nullptr);
    const json raw6 = row_of(ospf, arguments);
    EXPECT_EQ(raw6.at("ip_protocol"), 89);
    EXPECT_EQ(raw6.at("v6only"), true);
    const json packet = row_of(arp, arguments);
    EXPECT_EQ(packet.at("ethertype"), ETH_P_ARP);
    EXPECT_EQ(packet.at("local_port"), nullptr);
    EXPECT_EQ(packet.at("ip_protocol"), nullptr);
    EXPECT_EQ(row_of(udp, arguments).at("ip_protocol"), 17);
  }
}

TEST_F(Families, DualStackAndIpv6OnlyWildcardsAreDistinguished) {
  const auto wildcard = [](int type, int v6only, std::uint16_t port) {
    UniqueFd fd(check(socket(AF_INET6, type | SOCK_CLOEXEC, 0), "socket"));
    check(setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof v6only), "IPV6_V6ONLY");
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    any.sin6_port = htons(port);
    check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any), "bind");
    if (type == SOCK_STREAM) check(listen(fd.get(), 1), "listen");
    return fd;
  };
  const UniqueFd dual = wildcard(SOCK_STREAM, 0, kFamiliesPort);
  const UniqueFd only = wildcard(SOCK_STREAM, 1, kFamiliesPort + 1);
  const UniqueFd dual_udp = wildcard(SOCK_DGRAM, 0, kFamiliesPort);
  const UniqueFd ipv4 = listener("0.0.0.0", kFamiliesPort + 2);
  const UniqueFd specific = listener("::1", kFamiliesPort + 3);
  const auto finds = [](const UniqueFd& fd, const std::vector<std::string>& arguments) {
    const json rows = list_json(arguments).at("sockets");
    return std::ranges::any_of(
        rows, [&](const json& row) { return row.at("inode") == inode_of(fd.get()); });
  };
  for (const char* way : {"netlink", "bpf"}) {
    SCOPED_TRACE(way);
    EXPECT_EQ(row_of(dual, {"--backend", way}).at("v6only"), false);
    EXPECT_EQ(row_of(dual_udp, {"--backend", way}).at("v6only"), false);
    EXPECT_EQ(row_of(only, {"--backend", way}).at("v6only"), true);
    EXPECT_EQ(row_of(ipv4, {"--backend", way}).at("v6only"), nullptr);
    EXPECT_EQ(row_of(specific, {"--backend", way}).at("v6only"), nullptr);
    EXPECT_TRUE(finds(dual, {"--backend", way, "-4"}));
    EXPECT_TRUE(finds(dual_udp, {"--backend", way, "-4"}));
    EXPECT_FALSE(finds(only, {"--backend", way, "-4"}));
    EXPECT_TRUE(finds(dual, {"--backend", way, "-6"}));
    for (const char* filter : {"address:127.0.0.1", "local_address:127.0.0.1",
                               "local:127.0.0.1:7100", "address:localhost"}) {
      EXPECT_TRUE(finds(dual, {"--backend", way, filter})) << filter;
      EXPECT_EQ(finds(only, {"--backend", way, filter}), std::string(filter) == "address:localhost")
          << filter;
    }
    EXPECT_TRUE(finds(ipv4, {"--backend", way, "address:127.0.0.1"}));
    EXPECT_TRUE(finds(only, {"--backend", way, "address:::1"}));
    EXPECT_FALSE(finds(dual, {"--backend", way, "address:192.0.2.1"}))
        << "not an address of this machine";
    EXPECT_FALSE(finds(dual, {"--backend", way, "address=127.0.0.1"}))
        << "bound to another address";
    EXPECT_TRUE(finds(dual, {"--backend", way, "!address:127.0.0.1"}))
        << "reachable from outside, too";
  }
}

TEST_F(Families, Ipv6) {
  const UniqueFd server = listener("::1", kFamiliesPort);
  const UniqueFd client = connected_socket(SOCK_STREAM, "::1", kFamiliesPort);
  const json listening = row_of(server, {"--tcp"});
  expect_mine(listening);
  EXPECT_EQ(listening.at("family"), "ipv6");
  EXPECT_EQ(listening.at("local_address"), "::1");
  const json row = row_of(client, {"--tcp"});
  EXPECT_EQ(row.at("state"), "ESTABLISHED");
  EXPECT_EQ(row.at("remote_address"), "::1");
  EXPECT_EQ(row.at("remote_port"), kFamiliesPort);
}

TEST_F(Families, Ipv6Udp) {
  const UniqueFd fd = bound_socket(SOCK_DGRAM, "::1", kFamiliesPort);
  const json row = row_of(fd, {"--udp"});
  expect_mine(row);
  EXPECT_EQ(row.at("family"), "ipv6");
  EXPECT_EQ(row.at("local_address"), "::1");
}

TEST_F(Families, LinkLocalNamesItsZone) {
  ip({"link", "add", "pe0", "type", "veth", "peer", "name", "pe1"});
  ip({"link", "set", "pe0", "up"});
  ip({"addr", "add", "fe80::77/64", "dev", "pe0", "nodad"});
  const UniqueFd fd = listener("fe80::77%pe0", kFamiliesPort);
  const json row = row_of(fd, {"--tcp"});
  expect_mine(row);
  EXPECT_EQ(row.at("local_address"), "fe80::77%pe0");
}

TEST_F(Families, DualStackConnectionIsShownAsIpv4) {
  const UniqueFd server = listener("::", kFamiliesPort);
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kFamiliesPort);
  const UniqueFd connection = accepted(server.get());
  const json row = row_of(connection, {"--tcp"});
  expect_mine(row);
  EXPECT_EQ(row.at("family"), "ipv4");
  EXPECT_EQ(row.at("local_address"), "127.0.0.1");
  EXPECT_EQ(row.at("remote_address"), "127.0.0.1");
  EXPECT_EQ(row.at("remote_port"), port_of(client.get()));
  EXPECT_EQ(row_of(server, {"--tcp"}).at("family"), "ipv6");
}

TEST_F(Families, Raw) {
  const UniqueFd fd(check(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP), "raw socket"));
  const json row = row_of(fd, {});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "raw");
  EXPECT_EQ(row.at("family"), "ipv4");
}

TEST_F(Families, Raw6) {
  const UniqueFd fd(check(socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6), "raw socket"));
  const json row = row_of(fd, {});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "raw");
  EXPECT_EQ(row.at("family"), "ipv6");
}

TEST_F(Families, Packet) {
  const UniqueFd fd(
      check(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_IP)), "packet socket"));
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "packet");
}

TEST_F(Families, Netlink) {
  const UniqueFd fd(
      check(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "netlink socket"));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "netlink");
}

TEST_F(Families, UnixWithPath) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/a socket";
  const UniqueFd fd = unix_listener(path);
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "unix");
  EXPECT_EQ(row.at("state"), "LISTEN");
  EXPECT_EQ(row.at("local_address"), path);
}

TEST_F(Families, UnixAbstract) {
  const UniqueFd fd = unix_listener("@portexplorer-test");
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("local_address"), "@portexplorer-test");
}

TEST_F(Families, UnixWithoutName) {
  const UniqueFd server = unix_listener("@portexplorer-test");
  const UniqueFd fd = unix_connection("@portexplorer-test");
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("local_address"), nullptr);
  EXPECT_EQ(row.at("state"), "ESTABLISHED");
}

// The default view has only Internet sockets.
TEST_F(Families, OtherFamiliesAreNotInTheDefaultView) {
  const UniqueFd fd = unix_listener("@portexplorer-test");
  EXPECT_TRUE(rows_where(list_json({}), {{"inode", inode_of(fd.get())}}).empty());
}

TEST_F(Families, SocketOnlyKnownByItsFdIsListedOnce) {
  const UniqueFd fd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
}

TEST_F(Families, MarkUserAndInterface) {
  const UniqueFd fd = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const int mark = 0x77;
  check(setsockopt(fd.get(), SOL_SOCKET, SO_MARK, &mark, sizeof mark), "SO_MARK");
  check(setsockopt(fd.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", 3), "SO_BINDTODEVICE");
  check(fchown(fd.get(), 4242, 4242), "chown of the socket");
  const json row = row_of(fd, {"--udp"});
  EXPECT_EQ(row.at("mark"), 0x77);
  EXPECT_EQ(row.at("interface"), "lo");
  EXPECT_EQ(row.at("socket_uid"), 4242);
  EXPECT_EQ(row.at("uid"), 0);
}

TEST_F(Families, SocketsOfPortExplorerItselfAreShownOnRequest) {
  const auto own = [](const std::vector<std::string>& words) {
    std::size_t count = 0;
    const json listing = list_json(words);
    for (const json& row : listing.at("sockets"))
      count += row.at("process") == "portexplorer" && row.at("protocol") == "netlink" ? 1 : 0;
    return count;
  };
  EXPECT_EQ(own({"--all-families", "--backend", "netlink"}), 0U);
  EXPECT_GT(own({"--all-families", "--backend", "netlink", "--include-self"}), 0U);
  EXPECT_THAT(run_portexplorer({"list", "--all-families", "--backend", "netlink"}).err,
              HasSubstr(" of portexplorer itself not shown (--include-self)"));
}

}  // namespace
}  // namespace portexplorer
