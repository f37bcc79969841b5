// Who opened a connection, in cases where the ports are misleading; and MPTCP, whose sockets share
// cookies.
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <algorithm>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;

constexpr const char* kHere = "127.0.0.1";
constexpr unsigned kUnprivileged = 4242;
constexpr int kMptcpNumber = 262;

struct Way {
  const char* name;
  std::vector<std::string> arguments;
  RunOptions options;
};
const std::vector<Way>& ways_to_read() {
  static const std::vector<Way> kWays = [] {
    std::vector<Way> ways = {{"netlink", {"--tcp", "--backend", "netlink"}, {}},
                             {"BPF", {"--tcp", "--backend", "bpf"}, {}},
                             {"unprivileged", {"--tcp"}, {}}};
    ways.back().options.as_user = kUnprivileged;
    return ways;
  }();
  return kWays;
}

// A socket that shares its port with others, as in programs that connect from the port on which
// they listen.
UniqueFd sharing_socket(std::uint16_t port, int protocol = 0) {
  UniqueFd fd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, protocol), "socket"));
  const int on = 1;
  check(setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
  check(setsockopt(fd.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on), "SO_REUSEPORT");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  check(bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
  return fd;
}

UniqueFd sharing_listener(std::uint16_t port) {
  UniqueFd fd = sharing_socket(port);
  check(listen(fd.get(), 8), "listen");
  return fd;
}

class DirectionOf : public ::testing::Test {
 protected:
  // The direction of the socket with this inode, with each backend.
  void expect(int fd, const json& direction, const char* what) const {
    for (const Way& way : ways_to_read()) {
      const json row = only_row(list_json(way.arguments, way.options),
                                {{"inode", inode_of(fd)}, {"netns", own_netns()}});
      EXPECT_EQ(row.at("direction"), direction) << what << ", read by " << way.name;
    }
  }

  ScopedNetns netns_;
};

TEST_F(DirectionOf, AClientOnAPortOnWhichItListensAndItsPeer) {
  const UniqueFd own = sharing_listener(7120);
  const UniqueFd other = sharing_listener(7121);
  const UniqueFd caller = sharing_socket(7120);
  connect_to(caller.get(), kHere, 7121);
  const UniqueFd called = accepted(other.get());
  const UniqueFd client = connected_socket(SOCK_STREAM, kHere, 7120);
  const UniqueFd server = accepted(own.get());
  expect(caller.get(), "outbound", "the caller");
  expect(called.get(), "inbound", "the called");
  expect(client.get(), "outbound", "a client of its listener");
  expect(server.get(), "inbound", "what its listener accepted");
}

TEST_F(DirectionOf, AServerWhoseListenerIsClosedEvenInTheEphemeralRange) {
  for (const std::uint16_t port : {std::uint16_t{7122}, std::uint16_t{47122}}) {
    UniqueFd gone = sharing_listener(port);
    const UniqueFd client = connected_socket(SOCK_STREAM, kHere, port);
    const UniqueFd server = accepted(gone.get());
    gone.reset();
    expect(server.get(), "inbound", "the server");
    expect(client.get(), "outbound", "the client");
  }
}

TEST_F(DirectionOf, AClientOnWhosePortAnotherSocketListensLater) {
  const UniqueFd listening = sharing_listener(7125);
  const UniqueFd client = sharing_socket(7126);
  connect_to(client.get(), kHere, 7125);
  const UniqueFd server = accepted(listening.get());
  const UniqueFd later = sharing_listener(7126);
  expect(client.get(), "outbound", "the client");
  expect(server.get(), "inbound", "the server");
}

TEST_F(DirectionOf, AClientOfAWellKnownPortKeepsItsServiceName) {
  const UniqueFd listening = sharing_listener(47123);
  const UniqueFd client = sharing_socket(443);
  connect_to(client.get(), kHere, 47123);
  const UniqueFd server = accepted(listening.get());
  expect(client.get(), "outbound", "the client");
  expect(server.get(), "inbound", "the server");
}

TEST_F(DirectionOf, ASocketThatIsConnectedToItselfAndUdpHaveNone) {
  const UniqueFd self = sharing_socket(7124);
  connect_to(self.get(), kHere, 7124);
  expect(self.get(), nullptr, "it called itself");
  const UniqueFd udp = connected_socket(SOCK_DGRAM, kHere, 7127);
  const json row =
      only_row(list_json({"--udp"}), {{"inode", inode_of(udp.get())}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("direction"), nullptr);
  EXPECT_EQ(row.at("local_service"), nullptr) << "the kernel chose the port";
}

TEST_F(DirectionOf, DoesNotDependOnWhichFieldsAreShown) {
  const UniqueFd listening = sharing_listener(7128);
  const UniqueFd client = sharing_socket(7129);
  connect_to(client.get(), kHere, 7128);
  const UniqueFd later = sharing_listener(7129);
  for (const char* backend : {"netlink", "bpf"}) {
    const json listing =
        list_json({"--tcp", "--backend", backend, "--columns", "inode,netns,direction"});
    const json row = only_row(listing, {{"inode", inode_of(client.get())}, {"netns", own_netns()}});
    EXPECT_EQ(row.at("direction"), "outbound") << backend;
  }
}

TEST_F(DirectionOf, DoesNotDependOnTheDataThatWasSent) {
  const UniqueFd listening = sharing_listener(7130);
  const UniqueFd client = sharing_socket(7131);
  connect_to(client.get(), kHere, 7130);
  const UniqueFd server = accepted(listening.get());
  const UniqueFd later = sharing_listener(7131);
  const std::string megabytes(8'000'000,
                              'x');  // more than the window of the server, so that data is queued
  check(static_cast<int>(send(client.get(), megabytes.data(), megabytes.size(), MSG_DONTWAIT)),
        "send");
  check(static_cast<int>(send(server.get(), "y", 1, 0)), "send");
  expect(client.get(), "outbound", "the sender");
  expect(server.get(), "inbound", "the receiver");
  check(shutdown(server.get(), SHUT_WR), "shutdown");
  expect(client.get(), "outbound", "the sender after the other's FIN");
  expect(server.get(), "inbound", "the receiver after its FIN");
}

UniqueFd mptcp_socket() {
  return UniqueFd(check(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, kMptcpNumber), "socket"));
}

TEST_F(DirectionOf, MptcpHasOneRowPerConnectionEvenBeforeAcceptAndAfterClose) {
  const UniqueFd listening = sharing_socket(7132, kMptcpNumber);
  (void)cookie_of(listening.get());  // from now on the kernel copies it to accepted sockets
  check(listen(listening.get(), 8), "listen");
  UniqueFd first = mptcp_socket();
  connect_to(first.get(), kHere, 7132);
  const UniqueFd second = mptcp_socket();
  connect_to(second.get(), kHere, 7132);
  const auto expect_each_once = [](const char* when) {
    const std::vector<std::string> once = {"mptcp client outbound", "mptcp client outbound",
                                           "mptcp server inbound", "mptcp server inbound",
                                           "mptcp server listening"};
    for (const Way& way : ways_to_read()) {
      std::vector<std::string> found;
      for (const json& row :
           rows_where(list_json(way.arguments, way.options), {{"netns", own_netns()}})) {
        const std::string end = row.at("local_port") == 7132 ? "server" : "client";
        found.push_back(
            row.at("protocol").get<std::string>() + " " + end + " " +
            (row.at("direction").is_null() ? "none" : row.at("direction").get<std::string>()));
      }
      EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(once))
          << when << ", read by " << way.name;
    }
  };
  expect_each_once("while two wait");
  const UniqueFd one = accepted(listening.get());
  const UniqueFd two = accepted(listening.get());
  expect_each_once("when both are accepted");
  expect(one.get(), "inbound", "accepted first");
  expect(two.get(), "inbound", "accepted second");
}

}  // namespace
}  // namespace portexplorer
