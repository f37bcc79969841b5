// What an ordinary user sees, hidden processes, and pid namespaces. The tests require root and drop
// it in children.
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <gtest/gtest.h>

#include "collect/scan/process_scan.h"
#include "model/classify.h"
#include "support/netns/private_mounts.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

#define NEED(condition) \
  if (!(condition)) return std::string("not so: " #condition "\n")

Result<ProcessScan> scan_at(const std::string& proc, ScanRequest request = {}) {
  return ProcessScanner(without_systemd(proc)).scan(request);
}

// Counts the processes whose fds the calling user may not list, by other means: processes other
// than kernel threads have a command line, except zombies, whose directory is empty.
std::uint64_t count_refused() {
  std::uint64_t refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::string command;
    std::getline(std::ifstream(entry.path() / "cmdline"), command, '\0');
    if (!command.empty() && ::access((entry.path() / "fd").c_str(), R_OK) != 0 && errno == EACCES)
      ++refused;
  }
  return refused;
}

TEST(ScanPrivilege, OrdinaryUserSeesItsOwnAndTheCountOfTheRest) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const UniqueFd roots(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(in_child([&roots]() -> std::string {
              const Inode root_inode = inode_of(roots.get());
              ::close(roots.get());
              NEED(become_nobody());
              ::prctl(PR_SET_DUMPABLE,
                      1);  // changing the user made this process unreadable for itself
              const UniqueFd own(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
              for (int attempt = 0; attempt < 20;
                   ++attempt) {  // until no process started or ended meanwhile
                const std::uint64_t before = count_refused();
                const auto scan = scan_at("/proc");
                NEED(scan);
                NEED(holders_of(*scan, inode_of(own.get())) == std::vector{Pid(::getpid())});
                NEED(holders_of(*scan, root_inode).empty());
                const Process* self = find_process(*scan, Pid(::getpid()));
                NEED(self != nullptr && self->uid == Uid(kNobody) && self->user == "nobody" &&
                     self->netns != NetnsId(0));
                NEED(scan->unreadable > 0);
                const CoverageGap* gap = scan->coverage.find("fds.not_permitted");
                NEED(gap != nullptr);
                NEED(gap->notable && gap->remedy.text.find("root") != std::string::npos);
                const std::string count = scan->unreadable == 1
                                              ? "one process"
                                              : std::to_string(scan->unreadable) + " processes";
                NEED(format_message(gap->what).find(count) != std::string::npos);
                NEED(scan->coverage.find("proc.hidepid") == nullptr);
                if (before == scan->unreadable && before == count_refused()) return "";
              }
              return "the count of unreadable processes was never right";
            }),
            "");
}

// The parent's namespace is found although its link is not readable.
TEST(ScanPrivilege, OrdinaryUserSeesWhoSharesItsNetwork) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const pid_t parent = ::getpid();
  const TestProcess elsewhere([] {
    if (::unshare(CLONE_NEWNET) != 0) ::_exit(1);
  });
  EXPECT_EQ(in_child([parent, &elsewhere]() -> std::string {
              struct stat own {};
              NEED(::stat("/proc/self/ns/net", &own) == 0);
              NEED(become_nobody());
              const auto scan = scan_at("/proc");
              NEED(scan);
              NetnsId of_parent{1};
              NetnsId of_other{1};
              for (std::size_t i = 0; i < scan->members.size(); ++i) {
                if (scan->members[i] == Pid(parent)) of_parent = scan->member_netns[i];
                if (scan->members[i] == elsewhere.pid()) of_other = scan->member_netns[i];
              }
              NEED(of_parent == NetnsId(static_cast<std::uint32_t>(own.st_ino)));
              NEED(of_other == NetnsId(0));
              return "";
            }),
            "");
}

TEST(ScanPrivilege, EffectiveUserOfAProcessThatHidesItsMemory) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const TestProcess child([] {
    if (!become_nobody()) ::_exit(1);
    ::prctl(PR_SET_DUMPABLE, 0);
    inherited_socket();
  });
  const auto scan = scan_at("/proc");
  ASSERT_TRUE(scan);
  const Process* process = find_process(*scan, child.pid());
  ASSERT_NE(process, nullptr);
  EXPECT_EQ(process->uid, Uid(kNobody));
  EXPECT_EQ(process->user, "nobody");
}

// Runs `body` as the first process of a pid namespace with its own /proc at `proc`.
std::string in_pid_namespace(const std::filesystem::path& proc, const char* options,
                             const std::function<std::string()>& body) {
  return in_child([&]() -> std::string {
    NEED(::unshare(CLONE_NEWPID | CLONE_NEWNS) == 0);
    NEED(fixture::make_mounts_private());
    return in_child([&]() -> std::string {
      NEED(::getpid() == 1);
      NEED(::mount("proc", proc.c_str(), "proc", 0, options) == 0);
      return body();
    });
  });
}

class HidePid : public testing::TestWithParam<const char*> {};

TEST_P(HidePid, IsReported) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const TestDirectory proc;
  const auto body = [&proc]() -> std::string {
    const auto as_root = scan_at(proc.path());
    NEED(as_root && as_root->coverage.find("proc.hidepid") == nullptr &&
         !as_root->processes_invisible);
    return in_child([&proc]() -> std::string {
      NEED(become_nobody());
      ::prctl(PR_SET_DUMPABLE, 1);
      const UniqueFd own(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
      const auto scan = scan_at(proc.path());
      NEED(scan && scan->processes_invisible && scan->coverage.find("proc.hidepid") != nullptr);
      NEED(holders_of(*scan, inode_of(own.get())) == std::vector{Pid(::getpid())});
      return "";
    });
  };
  EXPECT_EQ(in_pid_namespace(proc.path(), GetParam(), body), "");
}
INSTANTIATE_TEST_SUITE_P(Modes, HidePid, testing::Values("hidepid=1", "hidepid=2"));

TEST(ScanPrivilege, AFileLimitIsNoRefusal) {
  EXPECT_EQ(
      in_child([]() -> std::string {
        const int next =
            ::fcntl(0, F_DUPFD,
                    3);  // the lowest free number, and at least 3 even if descriptor 0 is closed
        ::close(next);
        const auto limit =
            static_cast<rlim_t>(std::max(next, 3) + 2);  // /proc and one process, but not its fds
        const rlimit few{limit, limit};
        NEED(::setrlimit(RLIMIT_NOFILE, &few) == 0);
        const auto scan = scan_at("/proc", {.threads = 1});
        NEED(scan && scan->out_of_files > 0 && !scan->processes_invisible);
        const CoverageGap* gap = scan->coverage.find("fds.limit");
        NEED(gap != nullptr && gap->notable);
        NEED(gap->why.text.find("RLIMIT_NOFILE") != std::string::npos &&
             gap->remedy.text.find("ulimit") != std::string::npos);
        NEED(scan->unreadable + scan->out_of_files <= scan->members.size());
        const rlimit fewer{limit - 2, limit - 2};
        NEED(::setrlimit(RLIMIT_NOFILE, &fewer) == 0);
        const auto nothing = scan_at("/proc");
        NEED(!nothing && nothing.error().what.find("may not open more files") != std::string::npos);
        return "";
      }),
      "");
}

TEST(ScanPrivilege, ContainerFromInside) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const TestDirectory proc;
  const auto body = [&proc]() -> std::string {
    ::setsid();
    const UniqueFd own(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const TestProcess daemon([] { ::setsid(); });
    const auto scan = scan_at(proc.path());
    NEED(scan);
    const CoverageGap* gap = scan->coverage.find("proc.pid_namespace");
    NEED(gap != nullptr && !gap->notable && !scan->sees_all_namespaces);
    NEED(scan->coverage.find("proc.hidepid") == nullptr &&
         scan->coverage.find("fds.not_permitted") == nullptr);
    const Process* init = find_process(*scan, Pid(1));
    NEED(init != nullptr && init->facts.in_init_session && init->parent == Pid(0) &&
         !init->facts.parent_outside);
    const Process* child = find_process(*scan, daemon.pid());
    NEED(child != nullptr && child->parent == Pid(1) && !child->facts.in_init_session &&
         !child->facts.parent_outside);
    NEED(child->facts.foreign_container.empty());
    return "";
  };
  EXPECT_EQ(in_pid_namespace(proc.path(), nullptr, body), "");
}

// Like docker exec: a process that enters a running container has its parent outside.
TEST(ScanPrivilege, EnteredFromOutside) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const TestDirectory proc;
  const auto enter = [&proc]() -> std::string {
    NEED(::unshare(CLONE_NEWPID | CLONE_NEWNS) == 0);
    NEED(fixture::make_mounts_private());
    // The next two children are in the same namespace, and their parent is not.
    const TestProcess init([] { ::setsid(); });
    return in_child([&proc]() -> std::string {
      NEED(::mount("proc", proc.path().c_str(), "proc", 0, nullptr) == 0);
      ::setsid();
      const UniqueFd own(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
      const auto scan = scan_at(proc.path());
      NEED(scan);
      const Process* self = find_process(*scan, Pid(::getpid()));
      NEED(self != nullptr && self->pid != Pid(1) && self->parent == Pid(0));
      NEED(self->facts.parent_outside && !self->facts.in_init_session);
      Process without_cgroup = *self;
      without_cgroup.cgroup.clear();
      NEED(classify(without_cgroup).reason == ClassReason::parent_outside);
      return "";
    });
  };
  EXPECT_EQ(in_child(enter), "");
}

// A container whose cgroup has no name is recognized by its own view of processes and files.
TEST(ScanPrivilege, ContainerFromOutsideWithoutAName) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const TestDirectory root;
  const UniqueFd inside(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  UniqueFd hold(ends[1]);
  const UniqueFd wait(ends[0]);
  const TestProcess outer([&](UniqueFd& ready) {
    if (::unshare(CLONE_NEWPID | CLONE_NEWNS) != 0) ::_exit(1);
    if (::fork() != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setsid();
    if (::chroot(root.path().c_str()) != 0) ::_exit(1);
    ::prctl(PR_SET_NAME, "contained");
    hold.reset();
    ready.reset();
    char byte = 0;
    (void)!::read(wait.get(), &byte, 1);  // until the test ends
    ::_exit(0);
  });
  const auto scan = scan_at("/proc");
  ASSERT_TRUE(scan);
  std::vector<Process> contained;
  for (const Pid pid : holders_of(*scan, inode_of(inside.get()))) {
    if (find_process(*scan, pid)->comm == "contained")
      contained.push_back(*find_process(*scan, pid));
  }
  ASSERT_EQ(contained.size(), 1u);
  const Classification got = classify(contained[0]);
  if (contained[0].unit.empty()) {
    EXPECT_EQ(got.reason, ClassReason::foreign_container) << explain(got.reason);
    EXPECT_TRUE(contained[0].facts.foreign_container.starts_with("pid namespace "))
        << contained[0].facts.foreign_container;
  }
}

}  // namespace
}  // namespace portexplorer
