// `what port` on real sockets: who uses a port here, and which ports have no meaning.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::uint16_t kWhatPortPort = 31337;
constexpr unsigned kWhatPortUser = 65534;

class WhatPort : public ::testing::Test {
 protected:
  static json part(std::vector<std::string> words) {
    words.insert(words.begin(), {"what", "port", "--json"});
    return json::parse(run_portexplorer(words).out).at("protocols").at(0);
  }

  // Returns the entries of this process.
  static std::vector<std::string> own_roles(const json& part) {
    std::vector<std::string> roles;
    for (const json& user : part.at("here")) {
      if (user.at("pid") == ::getpid()) roles.push_back(user.at("role"));
    }
    return roles;
  }

  ScopedNetns netns_;
  UniqueFd listener_ = listener("127.0.0.1", kWhatPortPort);
};

TEST_F(WhatPort, ShowsTheListener) {
  const json tcp = part({"31337/tcp"});
  EXPECT_EQ(tcp.at("rule"), "here");
  EXPECT_EQ(own_roles(tcp), std::vector<std::string>{"listens"});
  EXPECT_THAT(tcp.at("here").at(0).at("text").get<std::string>(),
              HasSubstr(" listens on it at 127.0.0.1."));
  EXPECT_EQ(tcp.at("threats").size(), 19u);
  const Outcome text = run_portexplorer({"what", "port", "31337"});
  EXPECT_EQ(text.exit_code, 0);
  EXPECT_THAT(text.out, StartsWith("Here, port 31337/tcp belongs to "));
  EXPECT_THAT(text.out, HasSubstr("A port number proves nothing"));
}

// With SO_BINDTODEVICE, the wildcard address does not mean all addresses.
TEST_F(WhatPort, AListenerOfOneInterfaceIsNotOnAllAddresses) {
  ip({"link", "add", "pe0", "type", "veth", "peer", "name", "pe1"});
  std::vector<UniqueFd> bound;
  std::uint16_t port = kWhatPortPort;
  for (const std::string interface : {"pe0", "lo"}) {
    UniqueFd fd = bound_socket(SOCK_STREAM, "0.0.0.0", ++port);
    check(setsockopt(fd.get(), SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                     static_cast<socklen_t>(interface.size())),
          "SO_BINDTODEVICE");
    check(listen(fd.get(), 1), "listen");
    bound.push_back(std::move(fd));
    const std::string text = part({std::to_string(port) + "/tcp"}).at("here").at(0).at("text");
    EXPECT_THAT(text,
                HasSubstr(" listens on it at all addresses of the interface " + interface + "."));
  }
  const Outcome process = run_portexplorer({"what", "process", std::to_string(::getpid())});
  EXPECT_THAT(process.out, HasSubstr("(pe0),"));
  EXPECT_THAT(process.out, Not(HasSubstr("on all addresses")));
}

TEST_F(WhatPort, ShowsBothEndsOfAConnection) {
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kWhatPortPort);
  const UniqueFd server = accepted(listener_.get());
  EXPECT_EQ(own_roles(part({"31337/tcp"})),
            (std::vector<std::string>{"listens", "incoming", "outgoing"}));
  EXPECT_EQ(own_roles(part({"local", "31337/tcp"})),
            (std::vector<std::string>{"listens", "incoming"}));
  EXPECT_EQ(own_roles(part({"remote", "31337/tcp"})), std::vector<std::string>{"outgoing"});
}

TEST_F(WhatPort, AConnectionWithoutOwnerWaitsToBeAccepted) {
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kWhatPortPort);
  const std::string waits = "waits to be accepted by the program that listens";
  EXPECT_THAT(run_portexplorer({"what", "port", "local", "31337/tcp", "--json"}).out,
              HasSubstr(waits));
  const json address =
      json::parse(run_portexplorer({"what", "address", "127.0.0.1", "--json"}).out);
  std::vector<std::string> roles;
  for (const json& user : address.at("here")) {
    if (user.at("text").get<std::string>().find("31337") != std::string::npos)
      roles.push_back(user.at("role"));
  }
  EXPECT_THAT(roles, ::testing::ElementsAre("listens", "outgoing", "unaccepted"));
}

TEST_F(WhatPort, AHalfOpenConnectionHasNotEnded) {
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kWhatPortPort);
  accepted(listener_.get()).reset();
  std::vector<std::string> texts;
  const json tcp = part({"local", "31337/tcp"});
  for (const json& user : tcp.at("here")) texts.push_back(user.at("text"));
  EXPECT_THAT(texts, ::testing::Contains(HasSubstr("One connection was closed by its program; the "
                                                   "kernel waits for the other end (FIN_WAIT")));
  EXPECT_THAT(texts, Not(::testing::Contains(HasSubstr("ended"))));
}

TEST_F(WhatPort, APortThatIsOnlyBoundIsReserved) {
  if (!is_kernel_at_least(6, 8))
    GTEST_SKIP() << "this kernel's TCP table has no sockets that are only bound";
  const UniqueFd bound = bound_socket(SOCK_STREAM, "127.0.0.1", 4444);
  const json tcp = part({"4444/tcp"});
  EXPECT_EQ(own_roles(tcp), std::vector<std::string>{"reserved"});
  EXPECT_THAT(tcp.at("here").at(0).at("text").get<std::string>(), HasSubstr("has reserved it"));
}

// The address is behind a veth whose peer is up and does not answer.
TEST_F(WhatPort, AnAttemptToConnectIsNotAConnection) {
  ip({"link", "add", "pe0", "type", "veth", "peer", "name", "pe1"});
  ip({"link", "set", "pe0", "up"});
  ip({"link", "set", "pe1", "up"});
  ip({"addr", "add", "192.0.2.1/24", "dev", "pe0"});
  ip({"neigh", "add", "192.0.2.2", "lladdr", "02:00:00:00:00:02", "dev", "pe0"});
  const UniqueFd client = bound_socket(SOCK_STREAM | SOCK_NONBLOCK, "192.0.2.1");
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(443);
  ::inet_pton(AF_INET, "192.0.2.2", &peer.sin_addr);
  ASSERT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer), -1);
  ASSERT_EQ(errno, EINPROGRESS);
  EXPECT_EQ(own_roles(part({"remote", "443/tcp"})), std::vector<std::string>{"connecting"});
  const std::string address = run_portexplorer({"what", "address", "192.0.2.2"}).out;
  EXPECT_THAT(address, HasSubstr("tries to connect to it"));
}

TEST_F(WhatPort, WithoutProcessesItDoesNotClaimThatThePortIsUnused) {
  const ScopedMounts mounts;
  check(mount("proc", "/proc", "proc", 0, "hidepid=2"), "mount /proc with hidepid");
  RunOptions options;
  options.as_user = kWhatPortUser;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"what", "port", "7070/tcp"}, {"what", "address", "192.0.2.9"}}) {
    std::string text = run_portexplorer(words, options).out;
    EXPECT_THAT(text, Not(HasSubstr("Nobody")));
    EXPECT_THAT(text, HasSubstr("No visible socket uses it, but others may be missing."));
    EXPECT_THAT(text, HasSubstr("hidepid"));
  }
}

TEST_F(WhatPort, AnotherNetworkNamespaceIsNamed) {
  const UniqueFd theirs = listener("127.0.0.1", 4567);
  const ScopedMounts mounts;
  name_own_netns("blue");
  const ScopedNetns reader;
  const Outcome text = run_portexplorer({"what", "port", "4567/tcp"});
  std::string words = text.out;
  std::ranges::replace(words, '\n', ' ');
  EXPECT_THAT(words, HasSubstr(" in network namespace blue"));
}

TEST_F(WhatPort, AnEphemeralPortHasNoMeaning) {
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kWhatPortPort);
  const std::string chosen = std::to_string(port_of(client.get()));
  const json tcp = part({"local", chosen + "/tcp"});
  EXPECT_EQ(tcp.at("rule"), "ephemeral");
  EXPECT_EQ(own_roles(tcp), std::vector<std::string>{"ephemeral"});
  EXPECT_TRUE(tcp.at("threats").empty());
  EXPECT_TRUE(tcp.at("registered").empty());
  EXPECT_THAT(run_portexplorer({"what", "port", "local", chosen + "/tcp"}).out,
              Not(HasSubstr("Also been used by")));
}

TEST_F(WhatPort, ColumnsFollowTheSameRule) {
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kWhatPortPort);
  const json listing = list_json({"--tcp", "netns:" + own_netns()});
  const json out = only_row(listing, {{"remote_port", kWhatPortPort}});
  EXPECT_EQ(out.at("remote_service"), "eldim");
  EXPECT_TRUE(out.at("local_service").is_null());
  EXPECT_EQ(out.at("threat_ports"), 19);
  const json waiting = only_row(listing, {{"state", "LISTEN"}, {"local_port", kWhatPortPort}});
  EXPECT_EQ(waiting.at("local_service"), "eldim");
  EXPECT_EQ(waiting.at("threat_ports"), 19);
}

}  // namespace
}  // namespace portexplorer
