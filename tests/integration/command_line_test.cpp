// Exit codes, and messages when something fails.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string>

#include "support/netns/netns_fixture.h"
#include "support/netns/private_mounts.h"
#include "support/program.h"
#include "support/sockets/raw_peer.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::uint16_t kCommandLinePort = 7500;

// Refuses netlink sockets to this process and the program that it executes, as some sandboxes do.
void refuse_netlink() {
  std::array<sock_filter, 6> program = {
      {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
       BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
       BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
       BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)}};
  const sock_fprog filter{program.size(), program.data()};
  check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), "seccomp");
}

class CommandLine : public ::testing::Test {
 protected:
  ScopedNetns netns_;
  UniqueFd socket_ = listener("127.0.0.1", kCommandLinePort);
};

std::ptrdiff_t lines_of(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

TEST_F(CommandLine, EndsWithZeroIfSomethingMatches) {
  const Outcome shown = run_portexplorer({"list", "local_port:7500"});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.out, HasSubstr("7500"));
}

TEST_F(CommandLine, EndsWithOneIfNothingMatches) {
  const Outcome shown = run_portexplorer({"list", "process:no-such-program-anywhere"});
  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_EQ(run_portexplorer({"list", "--json", "process:no-such-program-anywhere"}).exit_code, 1);
}

TEST_F(CommandLine, EndsWithTwoOnAUsageError) {
  EXPECT_EQ(run_portexplorer({"list", "--no-such-option"}).exit_code, 2);
  EXPECT_EQ(run_portexplorer({"list", "--columns", "no_such_column"}).exit_code, 2);
  const Outcome no_term = run_portexplorer({"what", "term", ""});
  EXPECT_EQ(no_term.exit_code, 2);
  EXPECT_THAT(no_term.err, HasSubstr("what term requires a term"));
  const Outcome filter = run_portexplorer({"list", "local_port:(("});
  EXPECT_EQ(filter.exit_code, 2);
  EXPECT_THAT(filter.err, HasSubstr("^"));
  EXPECT_THAT(filter.out, IsEmpty());
}

TEST_F(CommandLine, ReadsProcNetIfNetlinkIsRefused) {
  RunOptions options;
  options.before = refuse_netlink;
  const json listing = list_json({"--tcp"}, options);
  const json row = only_row(listing, {{"inode", inode_of(socket_.get())}});
  EXPECT_EQ(row.at("pid"), getpid());
  EXPECT_EQ(row.at("state"), "LISTEN");
  EXPECT_EQ(row.at("local_port"), kCommandLinePort);
  EXPECT_EQ(row.at("cookie"), nullptr);
  EXPECT_EQ(row.at("sent_bytes"), nullptr);
  EXPECT_THAT(listing.at("coverage"), Not(IsEmpty()));
}

TEST_F(CommandLine, EndsWithThreeIfTheKernelRefusesEverything) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer's own search for leaks ends the program where there is no /proc, "
                  "where it reads its options, too";
#endif
  RunOptions options;
  options.before = [] {
    check(unshare(CLONE_NEWNS), "unshare");
    check(make_mounts_private() ? 0 : -1, "private mounts");
    check(mount("tmpfs", "/proc", "tmpfs", 0, nullptr), "an empty /proc");
    refuse_netlink();
  };
  const Outcome shown = run_portexplorer({"list"}, options);
  EXPECT_EQ(shown.exit_code, 3);
  EXPECT_THAT(shown.err, Not(IsEmpty()));
  EXPECT_THAT(shown.err, Not(HasSubstr("errno")));
}

TEST_F(CommandLine, ReportsThatTheOutputCannotBeWritten) {
  for (const char* format : {"--wide", "--json", "--jsonl", "--csv"}) {
    const UniqueFd full(check(open("/dev/full", O_WRONLY | O_CLOEXEC), "open /dev/full"));
    RunOptions options;
    options.out_fd = full.get();
    const Outcome shown = run_portexplorer({"list", format}, options);
    EXPECT_THAT(shown.exit_code, Not(AnyOf(0, 1))) << format;
    EXPECT_THAT(shown.err, HasSubstr("cannot write the output")) << format;
  }
}

// Otherwise another file of the program would get the number of the missing descriptor, and the
// program would write to it.
TEST_F(CommandLine, ReportsThatItWasStartedWithoutAnOutput) {
  for (const char* command : {"list", "watch --count 1 --jsonl", "watch --count 1", "doctor"}) {
    const std::string line =
        std::string("timeout -s KILL 20 " PORTEXPLORER_PROGRAM " ") + command + " >&- 2>/dev/null";
    const int status = std::system(line.c_str());
    EXPECT_TRUE(WIFEXITED(status)) << command;
    EXPECT_EQ(WEXITSTATUS(status), 3) << command;
  }
}

TEST_F(CommandLine, EndsQuietlyIfTheReaderCloses) {
  std::array<int, 2> fds{};
  check(pipe2(fds.data(), O_CLOEXEC), "pipe2");
  UniqueFd reader(fds[0]);
  const UniqueFd writer(fds[1]);
  reader.reset();
  RunOptions options;
  options.out_fd = writer.get();
  const Outcome shown = run_portexplorer({"list", "--json", "--all-families"}, options);
  EXPECT_THAT(shown.exit_code, AnyOf(0, 128 + SIGPIPE));
  EXPECT_THAT(shown.err, IsEmpty());
}

TEST_F(CommandLine, NetstatRowsAreNamedAndCanBeHidden) {
  UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kCommandLinePort);
  const std::string not_accepted = "remote_port:" + std::to_string(port_of(client.get()));
  const Outcome shown = run_portexplorer({"list", "--wide", not_accepted});
  EXPECT_EQ(shown.exit_code, 0);
  EXPECT_THAT(shown.out, HasSubstr("--NETSTAT--"));
  EXPECT_EQ(run_portexplorer({"list", "--hide-netstat", not_accepted}).exit_code, 1);
  EXPECT_EQ(
      run_portexplorer({"list", "--hide-netstat", "local_port:7500", "state:LISTEN"}).exit_code, 0);
}

TEST_F(CommandLine, AcceptsTheOptionsOfSsAndNetstat) {
  const UniqueFd udp = bound_socket(SOCK_DGRAM, "127.0.0.1", kCommandLinePort + 1);
  UniqueFd client = connected_socket(SOCK_STREAM, "127.0.0.1", kCommandLinePort);
  const Outcome tulpen = run_portexplorer({"-tulpen"});
  EXPECT_EQ(tulpen.exit_code, 0) << tulpen.err;
  EXPECT_THAT(tulpen.out, HasSubstr("127.0.0.1:7500"));
  EXPECT_THAT(tulpen.out, HasSubstr("127.0.0.1:7501"));
  EXPECT_THAT(tulpen.out, Not(HasSubstr("ESTABLISHED")));
  const Outcome tanp = run_portexplorer({"-tanp"});
  EXPECT_EQ(tanp.exit_code, 0) << tanp.err;
  EXPECT_THAT(tanp.out, HasSubstr("ESTABLISHED"));
  EXPECT_THAT(tanp.out, HasSubstr("LISTEN"));
  EXPECT_THAT(tanp.out, Not(HasSubstr("127.0.0.1:7501")));
}

TEST_F(CommandLine, EveryFormatHasARowForEachSocket) {
  const std::string mine =
      "local_port:7500 netns=" + own_netns();  // other tests have namespaces with the same port
  const json listing = list_json({"--tcp", mine});
  ASSERT_EQ(listing.at("sockets").size(), 1u);
  EXPECT_EQ(lines_of(run_portexplorer({"list", "--tcp", "--jsonl", mine}).out), 1);
  EXPECT_EQ(lines_of(run_portexplorer({"list", "--tcp", "--csv", "--no-header", mine}).out), 1);
  EXPECT_EQ(lines_of(run_portexplorer({"list", "--tcp", "--no-header", mine}).out), 1);
  EXPECT_EQ(json::parse(run_portexplorer({"list", "--tcp", "--jsonl", mine}).out).at("pid"),
            getpid());
}

}  // namespace
}  // namespace portexplorer
