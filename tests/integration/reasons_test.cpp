// The reported reason why something cannot be read is correct: no netlink, no /proc, too few open
// files, a hidden process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "support/child_process.h"
#include "support/netns/netns_fixture.h"
#include "support/netns/private_mounts.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kReasonsPort = 7170;
constexpr unsigned kReasonsUser = 65534;

// Refuses netlink sockets to the calling process, as gVisor, WSL 1 and systemd's
// RestrictAddressFamilies= do.
void refuse_netlink_sockets() {
  std::array code = {
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp");
}

RunOptions after(const std::function<void()>& before) {
  RunOptions options;
  options.before = before;
  return options;
}

std::string gap_words(const json& gap) {
  std::string text;
  for (const char* part : {"what", "why", "remedy"})
    text += gap.at(part).is_null() ? "" : gap.at(part).get<std::string>() + " ";
  return text;
}

class Reasons : public ::testing::Test {
 protected:
  ScopedNetns netns_;
};

TEST_F(Reasons, RefusedNetlinkIsNotAMissingModule) {
  const UniqueFd server = listener("127.0.0.1", kReasonsPort);
  const RunOptions options = after(refuse_netlink_sockets);
  const json listing =
      list_json({"--backend", "netlink", "port:" + std::to_string(kReasonsPort)}, options);
  const json row = only_row(listing, {{"local_port", kReasonsPort}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("pid"), ::getpid());
  bool said = false;
  for (const json& gap : listing.at("coverage")) {
    const std::string words = gap_words(gap);
    EXPECT_THAT(words, AllOf(Not(HasSubstr("does not provide")), Not(HasSubstr("kernel module")),
                             Not(HasSubstr("has no table"))))
        << gap;
    said = said || words.find("refuses a netlink socket") != std::string::npos;
  }
  EXPECT_TRUE(said) << listing.at("coverage");

  const Outcome doctor = run_portexplorer({"doctor"}, options);
  EXPECT_THAT(doctor.out,
              AllOf(HasSubstr("Allow NETLINK_SOCK_DIAG"), Not(HasSubstr("kernel module")),
                    Not(HasSubstr("read by netlink"))));
}

// /proc/net does not report whether an IPv6 socket refuses IPv4. A search for IPv4 must find a
// socket that may accept it.
TEST_F(Reasons, AWildcardThatMayServeIpv4IsFoundWithoutNetlink) {
  const auto dual = listener("::", kReasonsPort);
  const auto only = listener("::1", kReasonsPort + 1);
  const RunOptions options = after(refuse_netlink_sockets);
  const json row = only_row(list_json({"--backend", "netlink"}, options),
                            {{"local_port", kReasonsPort}, {"netns", own_netns()}});
  EXPECT_EQ(row.at("local_address"), "::");
  EXPECT_EQ(row.at("v6only"), nullptr);
  const std::string port = std::to_string(kReasonsPort);
  for (const std::vector<std::string>& selection : {std::vector<std::string>{"-4"},
                                                    {"-6"},
                                                    {"address:127.0.0.1"},
                                                    {"local:127.0.0.1:" + port},
                                                    {"address:localhost"},
                                                    {"*?:" + port}}) {
    std::vector<std::string> arguments{"--backend", "netlink"};
    arguments.insert(arguments.end(), selection.begin(), selection.end());
    const json found = list_json(arguments, options);
    EXPECT_EQ(rows_where(found, {{"local_port", kReasonsPort}}).size(), 1u) << selection[0];
    EXPECT_EQ(rows_where(found, {{"local_port", kReasonsPort + 1}}).size(),
              selection[0] == "-6" || selection[0] == "address:localhost" ? 1u : 0u)
        << selection[0];
  }
  const Outcome text =
      run_portexplorer({"list", "--backend", "netlink", "local_port:" + port}, options);
  EXPECT_THAT(text.out, AllOf(HasSubstr(" *?:" + port), Not(HasSubstr("[::]"))));
}

TEST_F(Reasons, WithoutProcRootStillHasItsCapabilities) {
  const RunOptions options = after([] {
    check(unshare(CLONE_NEWNS), "unshare");
    check(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "private mounts");
    check(mount("none", "/proc", "tmpfs", 0, nullptr), "mount");
  });
  const Outcome doctor = run_portexplorer({"doctor"}, options);
  EXPECT_THAT(doctor.out, AllOf(HasSubstr("CAP_SYS_ADMIN               held"),
                                Not(HasSubstr("not held")), HasSubstr("Mount /proc.")));
  EXPECT_THAT(doctor.out, AllOf(Not(HasSubstr("as root")), Not(HasSubstr("raw_diag"))));
  const Outcome what = run_portexplorer({"what", "process", "1"}, options);
  EXPECT_THAT(what.err, AllOf(HasSubstr("/proc is not mounted"), Not(HasSubstr("there is no"))));
}

// The sockets of other network namespaces are found through /proc. If they are missing, that is
// reported once, and nothing else.
TEST_F(Reasons, WithoutProcOtherNamespacesAreReportedAsMissing) {
  ChildProcess elsewhere(
      [](Conversation& test) {
        const UniqueFd server = listener("0.0.0.0", kReasonsPort);
        test.say("listening");
        test.wait_for_end();
      },
      CLONE_NEWNET);
  ASSERT_EQ(elsewhere.hear(), "listening");
  const RunOptions options = after([] {
    check(unshare(CLONE_NEWNS), "unshare");
    check(make_mounts_private() ? 0 : -1, "private mounts");
    check(mount("none", "/proc", "tmpfs", 0, nullptr), "mount");
  });
  for (const char* backend : {"netlink", "bpf"}) {
    const Outcome list = run_portexplorer({"list", "--backend", backend}, options);
    EXPECT_THAT(list.err, AllOf(HasSubstr("network namespaces"), HasSubstr("/proc"),
                                HasSubstr("Mount /proc.")))
        << backend;
    EXPECT_THAT(list.err, AllOf(Not(HasSubstr("capabilities")), Not(HasSubstr("CAP_")),
                                Not(HasSubstr("namespace 0"))))
        << backend;
    const std::size_t said = list.err.find("not mounted");
    EXPECT_NE(said, std::string::npos) << list.err;
    EXPECT_EQ(list.err.find("not mounted", said + 1), std::string::npos) << list.err;
  }
  const Outcome log = run_portexplorer({"log", "--duration", "0.1s"}, options);
#ifndef __SANITIZE_ADDRESS__  // LeakSanitizer fails without /proc
  EXPECT_EQ(log.exit_code, 0) << log.err;
#endif
  EXPECT_THAT(log.err, Not(HasSubstr("no cgroup v2 hierarchy")))
      << "it is mounted, whatever /proc shows";
}

TEST_F(Reasons, AHiddenProcessIsNotReportedAsMissing) {
  for (const char* mode : {"hidepid=1", "hidepid=2"}) {
    ChildProcess other([](Conversation& test) {
      test.say("ready");
      test.wait_for_end();
    });
    other.hear();
    RunOptions options = after([mode] {
      check(unshare(CLONE_NEWNS), "unshare");
      check(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "private mounts");
      check(mount("proc", "/proc", "proc", 0, mode), "mount");
    });
    options.as_user = kReasonsUser;
    const std::string pid = std::to_string(other.pid());
    const Outcome hidden = run_portexplorer({"what", "process", pid}, options);
    EXPECT_EQ(hidden.exit_code, 2);
    EXPECT_THAT(hidden.err,
                AllOf(HasSubstr("process " + pid + " exists"), Not(HasSubstr("there is no"))))
        << mode;
    other.kill();
    const Outcome gone = run_portexplorer({"what", "process", pid}, options);
    EXPECT_THAT(gone.err, HasSubstr("there is no process " + pid)) << mode;
  }
}

TEST_F(Reasons, AParentThatIsHiddenHasNotEnded) {
  ChildProcess child([](Conversation& test) {
    check(setresgid(kReasonsUser, kReasonsUser, kReasonsUser), "setgid");
    check(setresuid(kReasonsUser, kReasonsUser, kReasonsUser), "setuid");
    check(prctl(PR_SET_DUMPABLE, 1), "as after an exec");
    test.say("ready");
    test.wait_for_end();
  });
  child.hear();
  RunOptions options = after([] {
    check(unshare(CLONE_NEWNS), "unshare");
    check(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "private mounts");
    check(mount("proc", "/proc", "proc", 0, "hidepid=2"), "mount");
  });
  options.as_user = kReasonsUser;
  const Outcome what = run_portexplorer({"what", "process", std::to_string(child.pid())}, options);
  std::string page = what.out;
  std::replace(page.begin(), page.end(), '\n', ' ');  // lines are wrapped
  EXPECT_THAT(page,
              AllOf(HasSubstr("What started it is not visible"),
                    HasSubstr("its parent process is not visible"), Not(HasSubstr("has ended")),
                    Not(HasSubstr("no process that is still running"))));
}

}  // namespace
}  // namespace portexplorer
