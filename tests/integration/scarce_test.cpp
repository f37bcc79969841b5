// If the program cannot create threads, it works more slowly and never aborts. If its output is not
// read, it still ends. A hang fails at the deadline of the fixture.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <csignal>
#include <filesystem>

#include "support/netns/netns_fixture.h"
#include "support/program.h"
#include "support/remove_tree.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint16_t kScarcePort = 7510;
// Used by no other process, so that the limit counts only this program. Not root, to which the
// limit does not apply.
constexpr unsigned kLonelyUser = 64'321;

RunOptions without_threads() {
  RunOptions options;
  options.as_user = kLonelyUser;
  options.before = [] {
    const rlimit one{1, 1};
    check(setrlimit(RLIMIT_NPROC, &one), "RLIMIT_NPROC");
  };
  return options;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SKIP_WHERE_CHECKS_NEED_FILES() GTEST_SKIP() << "the sanitizer's check of types opens a pipe"
#else
#define SKIP_WHERE_CHECKS_NEED_FILES() static_cast<void>(0)
#endif

class Scarce : public ::testing::Test {
 protected:
  ScopedNetns netns_;
  UniqueFd socket_ = listener("127.0.0.1", kScarcePort);
};

TEST_F(Scarce, ListsWithoutThreads) {
  const auto row = only_row(list_json({"-l"}, without_threads()), {{"local_port", kScarcePort}});
  EXPECT_EQ(row.at("inode"), inode_of(socket_.get()));
}

// A limit of the reader is not a lack of privileges: root would not help.
TEST_F(Scarce, AnOwnerIsUnknownIfThereAreTooFewDescriptors) {
  SKIP_WHERE_CHECKS_NEED_FILES();
  RunOptions options = without_threads();  // threads would use the few files in any order
  options.before = [limit_threads = options.before] {
    if (limit_threads) limit_threads();
    constexpr rlim_t kFiles = 5;  // with more, refusals by others are reported first
    const rlimit few{kFiles, kFiles};
    check(setrlimit(RLIMIT_NOFILE, &few), "RLIMIT_NOFILE");
  };
  const json listing = list_json({"-l", "--backend", "netlink"}, options);
  EXPECT_EQ(only_row(listing, {{"local_port", kScarcePort}}).at("owner"), "unknown");
  EXPECT_THAT(listing.at("coverage").dump(), HasSubstr("RLIMIT_NOFILE"));
}

TEST_F(Scarce, AWatchReportsOnceWhatIsMissing) {
  SKIP_WHERE_CHECKS_NEED_FILES();
  RunOptions options;
  options.before = [] {
    const rlimit few{8, 8};
    check(setrlimit(RLIMIT_NOFILE, &few), "RLIMIT_NOFILE");
  };
  for (const std::string format : {"--columns", "--jsonl"}) {
    std::vector<std::string> watch = {"watch", "--count", "2", "--interval", "0.1s", "-l", format};
    if (format == "--columns") watch.emplace_back("local");
    const std::string said = run_portexplorer(watch, options).err;
    EXPECT_THAT(said, HasSubstr("Raise the limit: ulimit -n 1024"));
    const std::string gap = "Sockets that open and close";
    const std::size_t first = said.find(gap);
    EXPECT_NE(first, std::string::npos) << said;
    EXPECT_EQ(said.find(gap, first + 1), std::string::npos) << said;
    watch.emplace_back("--quiet");
    EXPECT_EQ(run_portexplorer(watch, options).err, "");
  }
}

TEST_F(Scarce, EveryCommandEndsByItselfWithoutThreads) {
  const std::vector<std::vector<std::string>> commands = {
      {"list", "-l", "--resolve", "local_port:7510"},
      {"list", "-l", "--columns", "+package,findings"},
      {"watch", "--count", "2", "--interval", "0.1s"},
      {"what", "port", "7510"},
      {"what", "address", "127.0.0.1"},
      {"doctor"}};
  for (const auto& command : commands) {
    const Outcome shown = run_portexplorer(command, without_threads());
    EXPECT_LE(shown.exit_code, 3) << command[0] << ' ' << shown.err;
    EXPECT_THAT(shown.err, Not(HasSubstr("terminate")));
    EXPECT_FALSE(shown.out.empty()) << command[0] << ' ' << shown.err;
  }
}

// A full pipe.
struct FullPipe {
  FullPipe() {
    std::array<int, 2> ends{};
    check(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), "pipe2");
    read.reset(ends[0]);
    write.reset(ends[1]);
    const std::string filler(4096, '.');
    while (::write(write.get(), filler.data(), filler.size()) > 0) {
    }
    check(fcntl(write.get(), F_SETFL, 0), "F_SETFL");
  }
  UniqueFd read;
  UniqueFd write;
};

TEST_F(Scarce, ALogEndsInTimeEvenIfItsOutputIsNotRead) {
  const FullPipe pipe;
  RunOptions options;
  options.out_fd = pipe.write.get();
  EXPECT_EQ(run_portexplorer({"log", "--duration", "0.5s"}, options).exit_code, 3);
}

TEST_F(Scarce, ALogEndsInTimeEvenIfItsFifoHasNoReader) {
  std::string directory = std::filesystem::temp_directory_path() / "portexplorer-fifo-XXXXXX";
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  const std::string fifo = directory + "/fifo";
  check(mkfifo(fifo.c_str(), 0600), "mkfifo");
  const Outcome timed = run_portexplorer({"log", "--duration", "0.5s", "--output", fifo});
  EXPECT_EQ(timed.exit_code, 3);
  EXPECT_THAT(timed.err, HasSubstr("never had a reader"));
  RunOptions options;
  options.awaited = "is a FIFO without a reader";
  options.then = [](int pid) { check(kill(pid, SIGTERM), "kill"); };
  EXPECT_EQ(run_portexplorer({"log", "--output", fifo}, options).exit_code, 128 + SIGTERM);
  remove_tree(directory);
}

}  // namespace
}  // namespace portexplorer
