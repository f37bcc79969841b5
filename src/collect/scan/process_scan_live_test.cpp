// The scanner with the real kernel: scans processes that the tests start.
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <chrono>
#include <map>
#include <set>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/scan/process_scan.h"
#include "model/classify.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

ProcessScan scan_now(ScanRequest request = {}) {
  ProcessScanner scanner(without_systemd());
  auto scan = scanner.scan(request);
  if (!scan) throw std::runtime_error(scan.error().what);
  return std::move(*scan);
}

// Returns the process from a scan; fails the test if it is missing.
Process seen(Pid pid) {
  const ProcessScan scan = scan_now();
  const Process* process = find_process(scan, pid);
  EXPECT_NE(process, nullptr) << "pid " << pid.value() << " is missing";
  return process == nullptr ? Process{} : *process;
}

// Returns the class reason without regard to the cgroup, which depends on where the tests run.
ClassReason reason_without_cgroup(Process process) {
  process.cgroup.clear();
  process.facts.foreign_container.clear();
  return classify(process).reason;
}

TEST(LiveScan, MapsASocketToItsProcess) {
  const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const ProcessScan scan = scan_now();
  EXPECT_THAT(holders_of(scan, inode_of(fd.get())), ElementsAre(Pid(::getpid())));
  const auto mapping = std::ranges::find(scan.mappings, inode_of(fd.get()), &Mapping::inode);
  ASSERT_NE(mapping, scan.mappings.end());
  EXPECT_EQ(mapping->fd, fd.get());
  const Process* self = find_process(scan, Pid(::getpid()));
  ASSERT_NE(self, nullptr);
  EXPECT_EQ(self->parent, Pid(::getppid()));
  EXPECT_EQ(self->uid, Uid(::geteuid()));
  EXPECT_EQ(self->path, std::filesystem::read_symlink("/proc/self/exe"));
  EXPECT_EQ(self->facts.executable, Executable::present);
  struct stat ns {};
  ASSERT_EQ(::stat("/proc/self/ns/net", &ns), 0);
  EXPECT_EQ(self->netns, NetnsId(static_cast<std::uint32_t>(ns.st_ino)));
  EXPECT_THAT(scan.members, Contains(Pid(::getpid())));
}

TEST(LiveScan, ReportsWhenAProcessStarted) {
  const auto before = std::chrono::system_clock::now();
  const TestProcess child([] { inherited_socket(); });
  const auto after = std::chrono::system_clock::now();
  const Process process = seen(child.pid());
  ASSERT_TRUE(process.started_at);
  const auto started = std::chrono::nanoseconds(process.started_at->value());
  EXPECT_GE(started, before.time_since_epoch() - std::chrono::milliseconds(20))
      << "a clock tick is 10 ms";
  EXPECT_LE(started, after.time_since_epoch() + std::chrono::milliseconds(20));
}

TEST(LiveScan, SocketInheritedByForkHasBothHolders) {
  const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const TestProcess child([] {});
  EXPECT_THAT(holders_of(scan_now(), inode_of(fd.get())),
              ElementsAre(Pid(::getpid()), child.pid()));
}

TEST(LiveScan, ProgramInMemoryOnly) {
  const TestProcess child([] {
    const int file = ::memfd_create("pe test", 0);
    const UniqueFd program(::open("/bin/sleep", O_RDONLY | O_CLOEXEC));
    std::vector<char> bytes(1 << 20);
    for (ssize_t got = 0; (got = ::read(program.get(), bytes.data(), bytes.size())) > 0;) {
      if (::write(file, bytes.data(), static_cast<std::size_t>(got)) != got) ::_exit(1);
    }
    inherited_socket();
    ::fcntl(file, F_SETFD, FD_CLOEXEC);
    const char* arguments[] = {"sshd", "1000", nullptr};
    ::fexecve(file, const_cast<char**>(arguments), environ);
    ::_exit(127);
  });
  const Process process = seen(child.pid());
  EXPECT_EQ(process.name, "memfd:pe test");
  EXPECT_EQ(process.command, "sshd 1000");
  EXPECT_EQ(process.facts.executable, Executable::memory);
  EXPECT_EQ(classify(process).reason, ClassReason::memory_only);
}

class LiveExecutable : public testing::Test {
 protected:
  Executable state_after(const std::function<void()>& change) {
    copy_sleeper(program_);
    const TestProcess child([this] {
      ::setsid();  // in the session of the first process it would belong to the system, whatever it
                   // runs
      inherited_socket();
      become_sleeper(program_);
    });
    change();
    process_ = seen(child.pid());
    return process_.facts.executable;
  }
  TestDirectory directory_;
  std::filesystem::path program_ = directory_.path() / "daemon";
  Process process_;
};

TEST_F(LiveExecutable, Present) {
  EXPECT_EQ(state_after([] {}), Executable::present);
  EXPECT_EQ(process_.path, program_);
  EXPECT_EQ(process_.name, "daemon");
  EXPECT_EQ(process_.facts.trusted_executable, false);
  EXPECT_TRUE(process_.facts.has_terminal ||
              reason_without_cgroup(process_) != ClassReason::packaged_program);
}

TEST_F(LiveExecutable, Deleted) {
  EXPECT_EQ(state_after([this] { std::filesystem::remove(program_); }), Executable::deleted);
  EXPECT_EQ(process_.path, program_);
  EXPECT_EQ(process_.name, "daemon");
  EXPECT_EQ(classify(process_).reason, ClassReason::deleted_executable);
}

TEST_F(LiveExecutable, DeletedWithAnotherLinkLeft) {
  EXPECT_EQ(state_after([this] {
              std::filesystem::create_hard_link(program_, directory_.path() / "other");
              std::filesystem::remove(program_);
            }),
            Executable::deleted);
}

TEST_F(LiveExecutable, UpgradedAndNotRestarted) {
  EXPECT_EQ(state_after([this] {
              copy_sleeper(directory_.path() / "daemon.dpkg-new");
              std::filesystem::rename(directory_.path() / "daemon.dpkg-new", program_);
            }),
            Executable::replaced);
  EXPECT_EQ(process_.path, program_);
  EXPECT_NE(classify(process_).reason, ClassReason::deleted_executable);
}

TEST_F(LiveExecutable, ADirectoryIsNoReplacement) {
  EXPECT_EQ(state_after([this] {
              std::filesystem::remove(program_);
              std::filesystem::create_directory(program_);
            }),
            Executable::deleted);
}

TEST_F(LiveExecutable, ReallyNamedDeleted) {
  program_ = directory_.path() / "daemon (deleted)";
  EXPECT_EQ(state_after([] {}), Executable::present);
  EXPECT_EQ(process_.path, program_);
  EXPECT_EQ(process_.name, "daemon (deleted)");
}

TEST_F(LiveExecutable, HostileNamesAreUnchanged) {
  program_ = directory_.path() / "ev)il\n\x1b[31m\xff (";
  copy_sleeper(program_);
  const TestProcess child([this] {
    inherited_socket();
    become_sleeper(program_, "arg\n\x1b[2J\xfe) S 1");
  });
  const Process process = seen(child.pid());
  EXPECT_EQ(process.name, "ev)il\n\x1b[31m\xff (");
  EXPECT_EQ(process.comm, process.name.substr(0, 15));
  EXPECT_EQ(process.command, "arg\n\x1b[2J\xfe) S 1 1000");
  EXPECT_EQ(process.parent, Pid(::getpid()));
}

TEST(LiveScan, NameIsTheProcessNotAThreadOrATitle) {
  const TestProcess child([] {
    inherited_socket();
    ::prctl(PR_SET_NAME, ") R 1 (\n\xff");
    std::thread([] {
      ::prctl(PR_SET_NAME, "worker");
      for (;;) ::pause();
    }).detach();
  });
  const Process process = seen(child.pid());
  EXPECT_EQ(process.name, std::filesystem::read_symlink("/proc/self/exe").filename());
  EXPECT_EQ(process.comm, ") R 1 (\n\xff");
  EXPECT_EQ(process.parent, Pid(::getpid()));
}

TEST(LiveScan, SetsidLosesTheTerminalAndNothingExplainsIt) {
  const TestProcess child([] {
    ::setsid();
    inherited_socket();
  });
  const Process process = seen(child.pid());
  EXPECT_FALSE(process.facts.has_terminal);
  EXPECT_EQ(process.terminal, "");
  EXPECT_FALSE(process.facts.in_init_session);
  EXPECT_EQ(reason_without_cgroup(process), ClassReason::nothing_explains_it);
}

TEST(LiveScan, PackagedProgramIsTrusted) {
  ASSERT_TRUE(std::filesystem::exists("/var/lib/dpkg/info"))
      << "the tests run on Debian and its kin";
  const TestProcess child([] {
    ::setsid();
    inherited_socket();
    become_sleeper("/bin/sleep");
  });
  Process process = seen(child.pid());
  // If an earlier rule decides, this fact is not read.
  if (process.unit.empty() && process.facts.foreign_container.empty() &&
      process.facts.supervisor.empty()) {
    EXPECT_EQ(process.facts.trusted_executable, true);
    EXPECT_EQ(classify(process).reason, ClassReason::packaged_program);
  }
}

TEST(LiveScan, TerminalByName) {
  const UniqueFd controller(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(controller);
  ASSERT_EQ(::grantpt(controller.get()), 0);
  ASSERT_EQ(::unlockpt(controller.get()), 0);
  std::array<char, 64> buffer{};
  ASSERT_EQ(::ptsname_r(controller.get(), buffer.data(), buffer.size()), 0);
  const std::string name = buffer.data();
  const TestProcess child([&name] {
    ::setsid();
    const int terminal = ::open(name.c_str(), O_RDWR | O_CLOEXEC);
    ::ioctl(terminal, TIOCSCTTY, 0);
    inherited_socket();
  });
  const Process process = seen(child.pid());
  EXPECT_EQ("/dev/" + process.terminal, name);
  EXPECT_EQ(reason_without_cgroup(process), ClassReason::terminal);
}

bool main_thread_ended(Pid pid) {
  std::ifstream stat("/proc/" + std::to_string(pid.value()) + "/stat");
  const std::string text(std::istreambuf_iterator<char>(stat), {});
  return text.find(") Z ") != std::string::npos;
}

TEST(LiveScan, ProcessWhoseMainThreadHasEnded) {
  const UniqueFd fd(inherited_socket());
  const TestProcess child([](UniqueFd& ready) {
    std::thread([] {
      for (;;) ::pause();
    }).detach();
    ready.reset();
    ::syscall(SYS_exit, 0);  // this thread only
  });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!main_thread_ended(child.pid())) ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  EXPECT_THAT(holders_of(scan_now(), inode_of(fd.get())),
              ElementsAre(Pid(::getpid()), child.pid()));
  const Process process = seen(child.pid());
  EXPECT_EQ(process.name, std::filesystem::read_symlink("/proc/self/exe").filename());
  EXPECT_EQ(process.parent, Pid(::getpid()));
  EXPECT_NE(process.netns, NetnsId(0));
}

TEST(LiveScan, ZombiesHoldNothing) {
  const UniqueFd fd(inherited_socket());
  const TestProcess child([] { ::_exit(0); });
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child.pid().value()), &info, WEXITED | WNOWAIT), 0);
  const ProcessScan scan = scan_now();
  EXPECT_THAT(holders_of(scan, inode_of(fd.get())), ElementsAre(Pid(::getpid())));
  EXPECT_EQ(find_process(scan, child.pid()), nullptr);
}

// Three threads and two file tables in addition to the process's own.
TEST(LiveScan, FindsSocketsInSeparateFileTablesOnRequest) {
  std::array<Inode, 3> inodes;
  std::barrier opened(4);
  std::barrier done(4);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < inodes.size(); ++i) {
    threads.emplace_back([&, i] {
      EXPECT_TRUE(i == 0 || ::unshare(CLONE_FILES) == 0);
      const UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      inodes[i] = inode_of(fd.get());
      opened.arrive_and_wait();
      done.arrive_and_wait();
    });
  }
  opened.arrive_and_wait();
  const ProcessScan usual = scan_now();
  const ProcessScan thorough = scan_now({.thread_files = true});
  const bool has_some = ProcessScanner(without_systemd()).has_thread_files();
  done.arrive_and_wait();
  threads.clear();
  EXPECT_TRUE(has_some);
  EXPECT_FALSE(usual.thread_files);
  EXPECT_TRUE(thorough.thread_files);
  EXPECT_THAT(holders_of(usual, inodes[0]), ElementsAre(Pid(::getpid())));
  for (const Inode inode : inodes)
    EXPECT_THAT(holders_of(thorough, inode), Contains(Pid(::getpid())));
  EXPECT_THAT(holders_of(usual, inodes[1]), IsEmpty());
  EXPECT_FALSE(scan_now({.thread_files = true}).thread_files) << "they have ended";
}

// Thousands of fds, with gaps, and one very large number: each is found exactly once, however many
// threads share the work.
TEST(LiveScan, ProcessWithVeryManySockets) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  const rlimit before = limit;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 20000);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  std::vector<UniqueFd> fds;
  std::map<int, Inode> expected;
  for (rlim_t i = 0; i + 200 < std::min<rlim_t>(limit.rlim_cur, 6000); ++i)
    fds.emplace_back(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  fds.emplace_back(::fcntl(fds[0].get(), F_DUPFD_CLOEXEC, static_cast<int>(limit.rlim_cur) - 1));
  for (std::size_t i = 0; i + 1 < fds.size(); ++i) {
    if (i % 7 == 0 || (i > 2000 && i < 2300) || (i > 4000 && i % 3 != 0)) fds[i].reset();
  }
  for (const UniqueFd& fd : fds) {
    if (fd) expected.emplace(fd.get(), inode_of(fd.get()));
  }
  for (const unsigned threads : {1u, 2u, 5u}) {
    const ProcessScan scan = scan_now({.threads = threads});
    std::map<int, Inode> found;
    for (const Mapping& mapping : scan.mappings) {
      if (scan.processes[mapping.process].pid != Pid(::getpid())) continue;
      EXPECT_TRUE(found.emplace(mapping.fd, mapping.inode).second) << mapping.fd << " twice";
    }
    EXPECT_EQ(found, expected) << threads;
  }
  fds.clear();
  ::setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace portexplorer
