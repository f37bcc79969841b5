// Processes that come and go while the scanner reads: an owner is either correct or missing.
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>

#include <atomic>
#include <chrono>
#include <memory>

#include <gtest/gtest.h>

#include "collect/scan/process_scan.h"
#include "support/netns/private_mounts.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

constexpr std::size_t kRecords = 1 << 16;
constexpr std::uint64_t kEnoughChecked = 100;
constexpr std::uint32_t kEnoughProcesses = 800;

// What each short-lived process recorded about itself, in memory shared with the test.
struct Record {
  std::atomic<std::uint64_t> inode;
  std::atomic<std::int32_t> pid;
};
struct Book {
  std::atomic<std::uint32_t> used;
  std::atomic<std::uint32_t> pids_reused;
  std::array<Record, kRecords> records;
};

// Process number `number`: sets its name, opens a socket, and runs for a moment.
void live_for_a_moment(Book& book, std::uint32_t number) {
  ::prctl(PR_SET_NAME, ("storm" + std::to_string(number)).c_str());
  const UniqueFd fd(inherited_socket());
  Record& record = book.records[number];
  record.pid = ::getpid();
  record.inode = inode_of(fd.get()).value();
  for (std::uint32_t i = 0; i < number % 8; ++i) ::sched_yield();
}

// Forks continuously, three processes at a time. All of them get one of the same few pids, in a pid
// namespace where the next one can be chosen (CONFIG_CHECKPOINT_RESTORE).
void storm(Book& book) {
  const UniqueFd next_pid(::open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC));
  for (std::uint32_t number = 1; number < kRecords; ++number) {
    const std::string last = std::to_string(1000 + number % 5);
    const bool chosen = next_pid && ::pwrite(next_pid.get(), last.data(), last.size(), 0) > 0;
    const pid_t pid = ::fork();
    if (pid == 0) {
      live_for_a_moment(book, number);
      ::_exit(0);
    }
    if (chosen && pid >= 1001 && pid <= 1005) ++book.pids_reused;
    book.used = number;
    if (number % 3 == 0) {
      while (::waitpid(-1, nullptr, 0) > 0) {
      }
    }
  }
}

std::string check_owners(const ProcessScan& scan, const Book& book, std::uint64_t& checked) {
  for (const Mapping& mapping : scan.mappings) {
    const Process& process = scan.processes[mapping.process];
    if (!process.comm.starts_with("storm")) continue;
    const std::size_t number = std::strtoul(process.comm.c_str() + 5, nullptr, 10);
    const Record& record = book.records[number];
    if (record.inode == 0) continue;  // not recorded yet
    ++checked;
    if (Inode(record.inode) == mapping.inode && Pid(record.pid) == process.pid) continue;
    return process.comm + " with pid " + std::to_string(process.pid.value()) +
           " is reported as the owner of another's socket";
  }
  return "";
}

std::string scan_during_storm(const std::string& proc, Book& book, unsigned threads) {
  const TestProcess forker([&book](UniqueFd& ready) {
    ready.reset();
    storm(book);
  });
  ProcessScanner scanner(without_systemd(proc));
  std::uint64_t checked = 0;
  std::uint64_t vanished = 0;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while ((checked < kEnoughChecked || book.used < kEnoughProcesses) &&
         std::chrono::steady_clock::now() < deadline) {
    const auto scan = scanner.scan({.threads = threads});
    if (!scan) return scan.error().what;
    if (std::string wrong = check_owners(*scan, book, checked); !wrong.empty()) return wrong;
    vanished += scan->vanished;
  }
  const bool can_choose = ::access("/proc/sys/kernel/ns_last_pid", W_OK) == 0;
  const std::uint32_t reused = book.pids_reused;
  if (checked >= kEnoughChecked && vanished > 0 && (!can_choose || reused > kEnoughProcesses / 4))
    return "";
  return "the storm was too weak: of " + std::to_string(book.used) + " processes " +
         std::to_string(reused) + " had a pid used before, " + std::to_string(checked) +
         " sockets were seen, " + std::to_string(vanished) + " ended while they were read";
}

class ForkStorm : public testing::TestWithParam<unsigned> {};

TEST_P(ForkStorm, NeverReportsAWrongOwner) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  void* memory =
      ::mmap(nullptr, sizeof(Book), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  const auto unmap = [](void* p) { ::munmap(p, sizeof(Book)); };
  const std::unique_ptr<void, decltype(unmap)> owner(memory, unmap);
  Book& book = *static_cast<Book*>(memory);  // zeroes are a valid Book
  const TestDirectory proc;
  EXPECT_EQ(in_child([&]() -> std::string {
              if (::unshare(CLONE_NEWPID | CLONE_NEWNS) != 0) return "no namespace";
              if (!fixture::make_mounts_private()) return "no private mounts";
              return in_child([&]() -> std::string {
                if (::mount("proc", proc.path().c_str(), "proc", 0, nullptr) != 0)
                  return "no /proc";
                return scan_during_storm(proc.path(), book, GetParam());
              });
            }),
            "");
}
INSTANTIATE_TEST_SUITE_P(Threads, ForkStorm, testing::Values(1u, 2u, 4u));

}  // namespace
}  // namespace portexplorer
