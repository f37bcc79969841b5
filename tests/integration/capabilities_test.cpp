// An unprivileged user with exactly the capabilities that the BPF programs require.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <sstream>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kCapabilitiesPort = 7500;
constexpr std::uint64_t kNetAdmin = 1ull << CAP_NET_ADMIN;
constexpr std::uint64_t kPerfmon = 1ull << 38;
constexpr std::uint64_t kBpf = 1ull << 39;

RunOptions with(std::uint64_t capabilities) {
  RunOptions options;
  options.as_user = 4242;
  options.capabilities = capabilities;
  return options;
}

class CapableUser : public ::testing::Test {
 protected:
  // Returns the events of this process, which connects to itself.
  static std::vector<std::string> logged_with(std::uint64_t capabilities) {
    RunOptions options = with(capabilities);
    options.awaited = "Ctrl+C ends the log";
    options.then = [](int pid) {
      {
        const UniqueFd server = listener("127.0.0.1", kCapabilitiesPort);
        const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kCapabilitiesPort);
        const UniqueFd taken = accepted(server.get());
        check(send(taken.get(), "hello", 5, 0), "send");
      }
      kill(pid, SIGINT);
    };
    const Outcome outcome = run_portexplorer(
        {"log", "--jsonl", "--columns", "pid,sent_bytes", "pid:" + std::to_string(getpid())},
        options);
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.err.find("CAP_NET_ADMIN") == std::string::npos,
              (capabilities & kNetAdmin) != 0)
        << outcome.err;
    std::vector<std::string> actions;
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
      const json parsed = json::parse(line);
      if (!parsed.contains("unchecked")) actions.push_back(parsed.at("action"));
    }
    return actions;
  }

  ScopedNetns netns_;
};

TEST_F(CapableUser, SeesTheOwnersOfOthersInASmallListToo) {
  const UniqueFd fd = listener("127.0.0.1", kCapabilitiesPort);
  const json listing = list_json({"--tcp"}, with(kBpf | kPerfmon));
  const json row = only_row(listing, {{"local_port", kCapabilitiesPort}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("pid"), getpid());
  EXPECT_EQ(row.at("owner"), "known");
  EXPECT_EQ(row.at("uid"), 0);
  EXPECT_THAT(listing.at("coverage").dump(), Not(HasSubstr("fds.not_permitted")));
  const json plain = list_json({"--tcp", "--backend", "netlink"}, with(kBpf | kPerfmon));
  EXPECT_EQ(
      only_row(plain, {{"local_port", kCapabilitiesPort}, {"netns", own_netns()}}).at("owner"),
      "not_permitted");
}

// Without CAP_SYS_ADMIN, a namespace cannot be entered: its tables are read from /proc/PID/net, and
// sockets with an fd by BPF.
TEST_F(CapableUser, ListsEachSocketOfANamespaceThatCannotBeEnteredOnce) {
  const UniqueFd tcp = listener("127.0.0.1", kCapabilitiesPort);
  check(setsockopt(tcp.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", 2), "SO_BINDTODEVICE");
  const UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kCapabilitiesPort);
  const UniqueFd taken = accepted(tcp.get());
  const UniqueFd udp = bound_socket(SOCK_DGRAM, "127.0.0.1", kCapabilitiesPort);
  std::array<int, 2> pair{};
  check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), "socketpair");
  const UniqueFd left(pair[0]);
  const UniqueFd right(pair[1]);
  const UniqueFd netlink(check(socket(AF_NETLINK, SOCK_RAW, 0), "socket"));
  sockaddr_nl any{};
  any.nl_family = AF_NETLINK;
  check(bind(netlink.get(), reinterpret_cast<sockaddr*>(&any), sizeof any), "bind");
  RunOptions elsewhere = with(kBpf | kPerfmon);
  elsewhere.before = [] { check(unshare(CLONE_NEWNET), "unshare"); };
  const json listing = list_json({"--all-families", "--backend", "bpf"}, elsewhere);
  for (const UniqueFd* fd : {&tcp, &client, &taken, &udp, &left, &right, &netlink}) {
    const json row = only_row(listing, {{"inode", inode_of(fd->get())}});
    EXPECT_EQ(row.at("pid"), getpid()) << row.dump(2);
    EXPECT_NE(row.at("cookie"), nullptr) << row.dump(2);
  }
  EXPECT_EQ(only_row(listing, {{"inode", inode_of(tcp.get())}}).at("interface"), "lo");
}

TEST_F(CapableUser, GetsTcpEventsFromTheLog) {
  EXPECT_THAT(logged_with(kBpf | kPerfmon),
              ElementsAre("listen", "connect", "accept", "close", "close", "close"));
}

TEST_F(CapableUser, GetsAllEventsFromTheLogWithNetAdmin) {
  EXPECT_THAT(logged_with(kBpf | kPerfmon | kNetAdmin),
              ElementsAre("open", "bind", "listen", "open", "connect", "accept", "close", "close",
                          "close"));
}

TEST_F(CapableUser, PassesTheSelfTestWhereItIsPermitted) {
  const std::vector<std::string> words = {"doctor", "--self-test", "--json"};
  const auto is_fine = [](const json& c) {
    return c.at("verdict") == "right" || c.at("verdict") == "not tried";
  };
  const json cases =
      json::parse(run_portexplorer(words, with(kBpf | kPerfmon | kNetAdmin)).out).at("cases");
  int right = 0;
  for (const json& c : cases) {
    EXPECT_TRUE(is_fine(c)) << c.dump(2);
    if (c.at("verdict") == "right") ++right;
  }
  EXPECT_GE(right, 70);
}

}  // namespace
}  // namespace portexplorer
