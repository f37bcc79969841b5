// Sockets of every family and kind, shown as what they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include <netinet/in.h>

#include "support/netns_fixture.h"
#include "support/program.h"
#include "support/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): what these tests are written in
using nlohmann::json;

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

TEST_F(Families, UdpQueueIsShown) {
  const UniqueFd server = bound_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  const UniqueFd client = connected_socket(SOCK_DGRAM, "127.0.0.1", kFamiliesPort);
  check(send(client.get(), "0123456789", 10, 0), "send");
  EXPECT_GT(row_of(server, {"--udp"}).at("recv_queue"), 0);
  EXPECT_EQ(row_of(client, {"--udp"}).at("recv_queue"), 0);
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
  const UniqueFd fd(check(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_IP)), "packet socket"));
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "packet");
}

TEST_F(Families, Netlink) {
  const UniqueFd fd(check(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "netlink socket"));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
  const json row = row_of(fd, {"--all-families"});
  expect_mine(row);
  EXPECT_EQ(row.at("protocol"), "netlink");
}

TEST_F(Families, UnixWithPath) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/a socket";
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

// Unix sockets and the like stay out of the view that one asks for by default.
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

}  // namespace
}  // namespace portexplorer
