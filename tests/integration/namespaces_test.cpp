// Several network namespaces, containers, and unprivileged users.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::uint16_t kNamespacesPort = 7400;
constexpr unsigned kNobody = 65534;

// Listens on the same address in a separate network namespace; sends the inode of that namespace.
void listen_elsewhere(Conversation& test) {
  check(unshare(CLONE_NEWNET), "unshare");
  set_loopback_up();
  const UniqueFd fd = listener("127.0.0.1", kNamespacesPort);
  test.say(own_netns());
  test.wait_for_end();
}

TEST(Namespaces, SameTupleInTwoNamespacesIsTwoRows) {
  const ScopedNetns netns;
  const UniqueFd fd = listener("127.0.0.1", kNamespacesPort);
  ChildProcess other(listen_elsewhere);
  const std::string other_netns = other.hear();
  const json listing = list_json({"--tcp"});
  EXPECT_EQ(only_row(listing, {{"local_port", kNamespacesPort}, {"netns", own_netns()}}).at("pid"),
            getpid());
  EXPECT_EQ(only_row(listing, {{"local_port", kNamespacesPort}, {"netns", other_netns}}).at("pid"),
            other.pid());
}

TEST(Namespaces, NamedNamespaceIsShownByItsName) {
  const ScopedMounts mounts;
  const ScopedNetns netns;
  const UniqueFd fd = listener("127.0.0.1", kNamespacesPort);
  ChildProcess other([](Conversation& test) {
    check(unshare(CLONE_NEWNET), "unshare");
    name_own_netns("blue");
    set_loopback_up();
    const UniqueFd socket = listener("127.0.0.1", kNamespacesPort);
    test.say("ready");
    test.wait_for_end();
  });
  other.hear();
  const json listing = list_json({"--tcp"});
  EXPECT_EQ(only_row(listing, {{"local_port", kNamespacesPort}, {"netns", "blue"}}).at("pid"),
            other.pid());
  EXPECT_EQ(only_row(listing, {{"local_port", kNamespacesPort}, {"netns", own_netns()}}).at("pid"),
            getpid());
}

// The namespace is kept by its name only; the owner of the socket is in another one.
TEST(Namespaces, NamedNamespaceWithoutProcessesIsRead) {
  const ScopedMounts mounts;
  const ScopedNetns netns;
  UniqueFd fd;
  {
    const ScopedNetns blue;
    name_own_netns("blue");
    fd = listener("127.0.0.1", kNamespacesPort);
  }
  const json row =
      only_row(list_json({"--tcp"}), {{"local_port", kNamespacesPort}, {"netns", "blue"}});
  EXPECT_EQ(row.at("pid"), getpid());
  EXPECT_EQ(row.at("state"), "LISTEN");
}

TEST(Namespaces, AContainerSeesOnlyItself) {
  const UniqueFd outside = listener("127.0.0.1", 0);
  ChildProcess container(
      [](Conversation& test) {
        mount_own_proc();
        set_loopback_up();
        const UniqueFd fd = listener("127.0.0.1", kNamespacesPort);
        test.say(list_json({"--tcp"}).dump());
        test.wait_for_end();
      },
      CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
  const json listing = json::parse(container.hear());
  ASSERT_EQ(listing.at("sockets").size(), 1u);
  const json row = only_row(listing, {{"local_port", kNamespacesPort}});
  EXPECT_EQ(row.at("pid"), 1);
  EXPECT_EQ(row.at("process"), "integration_test");
  // From outside, it is the same socket with the pid of the outer namespace.
  const json seen = only_row(
      list_json({"--tcp"}),
      {{"local_port", kNamespacesPort}, {"cookie", row.at("cookie")}, {"netns", row.at("netns")}});
  EXPECT_EQ(seen.at("pid"), container.pid());
}

// Holds a listening socket as an unprivileged user.
void listen_as_nobody(Conversation& test) {
  check(setresgid(kNobody, kNobody, kNobody), "setgid");
  check(setresuid(kNobody, kNobody, kNobody), "setuid");
  check(prctl(PR_SET_DUMPABLE, 1), "as after an exec");
  const UniqueFd fd = listener("127.0.0.1", kNamespacesPort + 1);
  test.say("ready");
  test.wait_for_end();
}

class OrdinaryUser : public ::testing::Test {
 protected:
  // Holds for any kind of /proc: all sockets are listed, those of the user with their owners, and
  // the rest is explained.
  void expect_partial_view(const RunOptions& options) const {
    const json listing = list_json({"--tcp"}, options);
    const json theirs =
        only_row(listing, {{"local_port", kNamespacesPort}, {"netns", own_netns()}});
    EXPECT_EQ(theirs.at("pid"), nullptr);
    EXPECT_EQ(theirs.at("owner"), "not_permitted");
    EXPECT_EQ(theirs.at("socket_uid"), 0);
    EXPECT_EQ(theirs.at("user"), "root");
    const json own =
        only_row(listing, {{"local_port", kNamespacesPort + 1}, {"netns", own_netns()}});
    EXPECT_EQ(own.at("pid"), nobody_.pid());
    EXPECT_EQ(own.at("uid"), kNobody);
    EXPECT_THAT(listing.at("coverage"), Not(IsEmpty()));
  }

  ScopedNetns netns_;
  ChildProcess nobody_{listen_as_nobody};  // before root has a socket that it would inherit
  std::string ready_ = nobody_.hear();
  UniqueFd roots_ = listener("127.0.0.1", kNamespacesPort);
};

TEST_F(OrdinaryUser, SeesAllSocketsAndTheOwnersOfItsOwn) {
  RunOptions options;
  options.as_user = kNobody;
  expect_partial_view(options);
}

TEST_F(OrdinaryUser, GetsAReportOfWhatIsMissingAndHowToGetIt) {
  RunOptions options;
  options.as_user = kNobody;
  const Outcome shown = run_portexplorer({"list", "--tcp"}, options);
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.err, HasSubstr("root"));
  EXPECT_THAT(shown.err, Not(HasSubstr("errno")));
  EXPECT_THAT(shown.out, HasSubstr(std::to_string(kNamespacesPort)));
}

TEST_F(OrdinaryUser, HideNetstatKeepsTheSocketsOfOthers) {
  RunOptions options;
  options.as_user = kNobody;
  const json listing = list_json({"--tcp", "--hide-netstat"}, options);
  EXPECT_EQ(
      only_row(listing, {{"local_port", kNamespacesPort}, {"netns", own_netns()}}).at("owner"),
      "not_permitted");
}

TEST_F(OrdinaryUser, ReadsOtherNamespacesThroughTheirProcesses) {
  ChildProcess other(listen_elsewhere);
  other.hear();
  RunOptions options;
  options.as_user = kNobody;
  std::size_t theirs = 0;
  for (const json& row : rows_where(list_json({"--tcp"}, options),
                                    {{"local_port", kNamespacesPort}, {"state", "LISTEN"}})) {
    if (row.at("netns") != own_netns()) ++theirs;
  }
  EXPECT_GE(theirs, 1u);
}

// The numbers of other users' namespaces may not be read; no other number is shown instead.
TEST_F(OrdinaryUser, ShowsNoNumberForANamespaceThatItMayNotIdentify) {
  ChildProcess other(listen_elsewhere);
  const std::string number = other.hear();
  RunOptions options;
  options.as_user = kNobody;
  const json listing = list_json({"--tcp", "--backend", "netlink"}, options);
  std::size_t unnumbered = 0;
  for (const json& row :
       rows_where(listing, {{"local_port", kNamespacesPort}, {"state", "LISTEN"}})) {
    if (row.at("netns") == nullptr) ++unnumbered;
    else EXPECT_EQ(row.at("netns"), own_netns());
  }
  EXPECT_EQ(unnumbered, 1u);
  EXPECT_THAT(listing.at("coverage").dump(),
              AllOf(HasSubstr("The numbers of "), HasSubstr("may read /proc/PID/ns/net")));
  EXPECT_EQ(
      rows_where(list_json({"--tcp"}), {{"local_port", kNamespacesPort}, {"netns", number}}).size(),
      1u)
      << "root may read it";
  const Outcome shown = run_portexplorer(
      {"list", "--tcp", "--columns", "local_port,netns", "port:" + std::to_string(kNamespacesPort)},
      options);
  EXPECT_THAT(shown.out,
              AllOf(HasSubstr(std::to_string(kNamespacesPort) + "  –"), HasSubstr(own_netns())));
}

TEST_F(OrdinaryUser, HidepidHidesProcessesButNoSockets) {
  const ScopedMounts mounts;
  check(mount("proc", "/proc", "proc", 0, "hidepid=2"), "mount /proc with hidepid");
  RunOptions options;
  options.as_user = kNobody;
  expect_partial_view(options);
}

}  // namespace
}  // namespace portexplorer
