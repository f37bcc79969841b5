// Rows of different sockets differ in the default view, and a socket is found by each process that
// holds it.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>
#include <sstream>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kSameRowsPort = 7300;
constexpr std::uint16_t kDhcpPort = 68;

class SameRows : public ::testing::Test {
 protected:
  ScopedNetns netns_;
};

TEST_F(SameRows, SocketsBoundToInterfacesShowThem) {
  std::vector<UniqueFd> sockets;
  for (int i = 0; i < 5; ++i) {
    const std::string name = "d" + std::to_string(i);
    ip({"link", "add", name, "type", "veth", "peer", "name", "peer" + name});
    UniqueFd fd(check(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket"));
    check(setsockopt(fd.get(), SOL_SOCKET, SO_BINDTODEVICE, name.data(),
                     static_cast<socklen_t>(name.size())),
          "SO_BINDTODEVICE");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(kDhcpPort);
    check(bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
    sockets.push_back(std::move(fd));
  }
  const Outcome list = run_portexplorer({"list", "--udp", "--numeric", "local_port:68"});
  std::set<std::string> rows;
  std::istringstream lines(list.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(":68") != std::string::npos) rows.insert(line);
  }
  EXPECT_EQ(rows.size(), 5u) << list.out;
  EXPECT_THAT(list.out, HasSubstr(" 0.0.0.0%d3:68 "));
  // A shown value finds its row.
  for (const char* filter : {"0.0.0.0%d3:68", "local:0.0.0.0%d3:68"}) {
    const json found = list_json({"--udp", filter});
    ASSERT_EQ(found.at("sockets").size(), 1u) << filter;
    EXPECT_EQ(found.at("sockets")[0].at("interface"), "d3");
  }
}

TEST_F(SameRows, NamespacesAreShownOnceThereAreSeveral) {
  const UniqueFd here = listener("127.0.0.1", kSameRowsPort);
  const std::string port = "port:" + std::to_string(kSameRowsPort);
  EXPECT_THAT(run_portexplorer({"list", port}).out, Not(HasSubstr("NETNS")));
  ChildProcess other([](Conversation& test) {
    check(unshare(CLONE_NEWNET), "unshare");
    set_loopback_up();
    const UniqueFd there = listener("127.0.0.1", kSameRowsPort);
    test.say(own_netns());
    test.wait_for_end();
  });
  const std::string elsewhere = other.hear();
  const std::string shown = run_portexplorer({"list", port}).out;
  EXPECT_THAT(shown, AllOf(HasSubstr("NETNS"), HasSubstr(own_netns()), HasSubstr(elsewhere)));
  EXPECT_THAT(run_portexplorer({"list", "--columns", "-netns", port}).out, Not(HasSubstr("NETNS")));
  EXPECT_THAT(run_portexplorer({"list", "--columns", "local,pid", port}).out,
              Not(HasSubstr("NETNS")));
}

TEST_F(SameRows, AWorkerFindsTheListenerThatItShares) {
  ChildProcess master([](Conversation& test) {
    const UniqueFd fd = listener("127.0.0.1", kSameRowsPort);
    ChildProcess first([](Conversation& parent) { parent.wait_for_end(); });
    ChildProcess second([](Conversation& parent) { parent.wait_for_end(); });
    test.say(std::to_string(second.pid()));
    test.wait_for_end();
  });
  const std::string worker = master.hear();
  const json row = only_row(list_json({"--tcp", "pid:" + worker}), {{"local_port", kSameRowsPort}});
  EXPECT_EQ(row.at("pid"), master.pid());
  const std::string shown = run_portexplorer({"list", "--numeric", worker}).out;
  EXPECT_THAT(shown, HasSubstr(std::to_string(master.pid()) + " +2 "));
}

TEST_F(SameRows, ImpossibleValuesAreErrors) {
  for (const char* filter :
       {"port:99999999", "pid:99999999", "uid:99999999999", "state:open", ":70000"}) {
    const Outcome outcome = run_portexplorer({"list", filter});
    EXPECT_EQ(outcome.exit_code, 2) << filter;
    EXPECT_EQ(outcome.out, "") << filter;
  }
  EXPECT_EQ(run_portexplorer({"list", "port:65535"}).exit_code, 1);
  EXPECT_EQ(run_portexplorer({"list", "--all-families", "port:4294967000"}).exit_code,
            1);  // valid for netlink
}

TEST_F(SameRows, HalfClosedConnectionsAreConnections) {
  ChildProcess forgetful([](Conversation& test) {
    UniqueFd server = listener("127.0.0.1", kSameRowsPort);
    test.say("ready");
    std::vector<UniqueFd> kept;
    for (int i = 0; i < 3; ++i) kept.push_back(accepted(server.get()));
    server.reset();
    test.say("accepted");
    test.wait_for_end();
  });
  forgetful.hear();
  {
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 3; ++i)
      clients.push_back(connected_socket(SOCK_STREAM, "127.0.0.1", kSameRowsPort));
    forgetful.hear();
  }
  const std::string said =
      run_portexplorer({"what", "process", std::to_string(forgetful.pid()), "--all"}).out;
  std::string words = said;  // lines are wrapped
  for (char& c : words) c = c == '\n' ? ' ' : c;
  EXPECT_THAT(words, AllOf(HasSubstr("closed 3 connections"), HasSubstr("CLOSE_WAIT"),
                           Not(HasSubstr("no network connection"))))
      << said;
}

}  // namespace
}  // namespace portexplorer
