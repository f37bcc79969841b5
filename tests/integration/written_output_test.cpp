// Interruptions while the program writes a real list: a signal, a closed reader, a full disk.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "support/netns/netns_fixture.h"
#include "support/posix_check.h"
#include "support/program.h"
#include "support/sockets/sockets.h"

namespace portexplorer {
namespace {

using namespace fixture;  // NOLINT(google-build-using-namespace): vocabulary of these tests
using ::testing::HasSubstr;

constexpr int kPipeBytes = 4096;  // the minimum

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    check(pipe2(ends.data(), O_CLOEXEC), "pipe2");
    read = UniqueFd(ends[0]);
    write = UniqueFd(ends[1]);
  }
  UniqueFd read;
  UniqueFd write;
};

// Many sockets, so that the list is far larger than a pipe or a disk.
class WrittenOutput : public ::testing::Test {
 protected:
  WrittenOutput() {
    for (int i = 0; i < 150; ++i) sockets_.push_back(listener("127.0.0.1"));
  }

  // Runs the program with a pipe that is full after a few lines. When the program blocks in a
  // write, calls `stop` with its pid and the read end.
  static Outcome stopped_in_a_write(const std::vector<std::string>& arguments,
                                    const std::function<void(pid_t, UniqueFd&)>& stop) {
    Pipe out;
    Pipe pid_of_program;
    check(fcntl(out.write.get(), F_SETPIPE_SZ, kPipeBytes), "F_SETPIPE_SZ");
    RunOptions options;
    options.out_fd = out.write.get();
    options.before = [&] {
      const pid_t pid = getpid();
      check(write(pid_of_program.write.get(), &pid, sizeof pid), "write");
    };
    std::thread stopper([&] {
      pid_t pid = 0;
      check(read(pid_of_program.read.get(), &pid, sizeof pid), "read");
      wait_until_it_waits_for_the_reader(pid, out.read.get());
      stop(pid, out.read);
    });
    // The program's copies of both ends are closed when it starts.
    Outcome outcome = run_portexplorer(arguments, options);
    stopper.join();
    return outcome;
  }

 private:
  // Whether the program sleeps in a write, or in a poll for one, since the pipe is full.
  static void wait_until_it_waits_for_the_reader(pid_t pid, int pipe) {
    const std::string name = "/proc/" + std::to_string(pid) + "/stat";
    while (true) {
      int waiting = 0;
      check(ioctl(pipe, FIONREAD, &waiting), "FIONREAD");
      std::ifstream file(name);
      std::string text;
      if (!std::getline(file, text)) return;  // it has ended, and the test fails
      const bool sleeps = text.compare(text.rfind(')') + 1, 3, " S ") == 0;
      if (waiting == kPipeBytes && sleeps) return;
      std::this_thread::yield();
    }
  }

  ScopedNetns netns_;
  std::vector<UniqueFd> sockets_;
};

const std::vector<std::vector<std::string>>& all_formats() {
  static const std::vector<std::vector<std::string>> formats = {
      {"list", "--wide"},
      {"list", "--json"},
      {"list", "--jsonl"},
      {"list", "--csv"},
      {"watch", "--jsonl", "--interval=1h"}};
  return formats;
}

TEST_F(WrittenOutput, ASignalEndsItDuringAWrite) {
  for (const auto& words : all_formats()) {
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
      const Outcome outcome =
          stopped_in_a_write(words, [&](pid_t pid, UniqueFd&) { kill(pid, number); });
      const bool is_usual_end = words[0] == "watch" && number == SIGINT;
      EXPECT_EQ(outcome.exit_code, is_usual_end ? 0 : 128 + number)
          << words.back() << " " << number << outcome.err;
    }
  }
}

TEST_F(WrittenOutput, AReaderThatClosesDuringAWriteEndsItQuietly) {
  for (const auto& words : all_formats()) {
    const Outcome outcome =
        stopped_in_a_write(words, [](pid_t, UniqueFd& reader) { reader.reset(); });
    EXPECT_EQ(outcome.exit_code, 0) << words.back();
    EXPECT_EQ(outcome.err.find("written"), std::string::npos) << outcome.err;
  }
}

TEST_F(WrittenOutput, AFullDiskIsReported) {
  const ScopedMounts mounts;
  const TemporaryDirectory directory;
  check(mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=4k"), "a small disk");
  for (const auto& words : all_formats()) {
    const std::string path = directory.path() + "/list";
    const UniqueFd file(
        check(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), "open"));
    RunOptions options;
    options.out_fd = file.get();
    const Outcome outcome = run_portexplorer(words, options);
    EXPECT_EQ(outcome.exit_code, 3) << words.back();
    EXPECT_THAT(outcome.err, HasSubstr("cannot write the output: No space left on device"));
    EXPECT_GT(lseek(file.get(), 0, SEEK_END), 0) << "it had begun";
  }
  umount(directory.path().c_str());
}

// Writes more than 4 KiB to the file.
Outcome log_more_than_fits(const std::string& path, RunOptions options = {}) {
  options.awaited = "Ctrl+C ends the log";
  options.then = [](int pid) {
    for (int i = 0; i < 150; ++i) listener("127.0.0.1");
    kill(pid, SIGINT);
  };
  return run_portexplorer({"log", "--jsonl", "--output", path, "netns=" + own_netns()}, options);
}

// The log continues, counts the events that it could not write, and reports them at the end.
TEST_F(WrittenOutput, ALogSurvivesAFullDisk) {
  const ScopedMounts mounts;
  const TemporaryDirectory directory;
  check(mount("tmpfs", directory.path().c_str(), "tmpfs", 0, "size=4k"), "a small disk");
  const std::string path = directory.path() + "/log";
  const Outcome outcome = log_more_than_fits(path);
  EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(": No space left on device; lines are dropped and counted"));
  EXPECT_THAT(outcome.err, HasSubstr(" not written"));
  {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
      EXPECT_TRUE(nlohmann::json::accept(line)) << "not a whole line: " << line;
  }
  check(umount(directory.path().c_str()), "umount");
}

// A file size limit (RLIMIT_FSIZE) has the same effect as a full disk: SIGXFSZ does not end the
// program.
TEST_F(WrittenOutput, ALogSurvivesTheFileSizeLimit) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/log";
  RunOptions options;
  options.before = [] {
    const rlimit small{4096, 4096};
    check(setrlimit(RLIMIT_FSIZE, &small), "RLIMIT_FSIZE");
  };
  const Outcome outcome = log_more_than_fits(path, options);
  EXPECT_EQ(outcome.exit_code, 3) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(": File too large; lines are dropped and counted"));
  std::ifstream file(path);
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines)
    EXPECT_TRUE(nlohmann::json::accept(line)) << "not a whole line: " << line;
  EXPECT_GT(lines, 1) << "what fits is kept";
}

TEST_F(WrittenOutput, AListReportsTheFileSizeLimit) {
  const TemporaryDirectory directory;
  const UniqueFd file(check(
      open((directory.path() + "/list").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), "open"));
  RunOptions options;
  options.out_fd = file.get();
  options.before = [] {
    const rlimit small{4096, 4096};
    check(setrlimit(RLIMIT_FSIZE, &small), "RLIMIT_FSIZE");
  };
  const Outcome outcome = run_portexplorer(all_formats().front(), options);
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("cannot write the output: File too large"));
}

}  // namespace
}  // namespace portexplorer
