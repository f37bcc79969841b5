// Given processes are described as a scan describes them.
#include <sys/wait.h>

#include <gtest/gtest.h>

#include "collect/procfs/process_scan.h"
#include "collect/procfs/test_process.h"

namespace portexplorer {
namespace {

Process own_by_scan(ProcessScanner& scanner) {
  ScanRequest request;
  request.details_for_all = true;
  const auto scan = scanner.scan(request);
  const Process* own = scan ? find_process(*scan, Pid(::getpid())) : nullptr;
  EXPECT_NE(own, nullptr);
  return own == nullptr ? Process{} : *own;
}

TEST(Describe, SaysWhatAScanSays) {
  ProcessScanner scanner;
  const Process expected = own_by_scan(scanner);
  const std::vector<ProcessIdentity> wanted = {{expected.pid, expected.start_ticks}};
  const auto described = scanner.describe(wanted, {});
  ASSERT_TRUE(described);
  ASSERT_TRUE(described->processes.size() == 1 && described->processes[0]);
  const Process& own = *described->processes[0];
  EXPECT_EQ(own.pid, expected.pid);
  EXPECT_EQ(own.start_ticks, expected.start_ticks);
  EXPECT_EQ(own.started_at, expected.started_at);
  EXPECT_EQ(own.path, expected.path);
  EXPECT_EQ(own.command, expected.command);
  EXPECT_EQ(own.user, expected.user);
  EXPECT_EQ(own.uid, expected.uid);
  EXPECT_EQ(own.parent, expected.parent);
  EXPECT_EQ(own.cgroup, expected.cgroup);
  EXPECT_EQ(own.netns, expected.netns);
  EXPECT_EQ(own.facts.executable, expected.facts.executable);
  EXPECT_EQ(own.facts.in_init_session, expected.facts.in_init_session);
}

TEST(Describe, AnEndedProcessAndAReusedPidAreEmptyInTheirPlaces) {
  const pid_t ended = ::fork();
  if (ended == 0) ::_exit(0);
  ::waitpid(ended, nullptr, 0);
  ProcessScanner scanner;
  const Process own = own_by_scan(scanner);
  const std::vector<ProcessIdentity> wanted = {{Pid(ended), 1}, {own.pid, own.start_ticks}, {own.pid, own.start_ticks + 1}};
  const auto described = scanner.describe(wanted, {});
  ASSERT_TRUE(described);
  ASSERT_EQ(described->processes.size(), 3u);
  EXPECT_FALSE(described->processes[0]);
  EXPECT_TRUE(described->processes[1]);
  EXPECT_FALSE(described->processes[2]);
}

TEST(Describe, ManyAreDescribedOnSeveralThreadsInOrder) {
  ProcessScanner scanner;
  ScanRequest all;
  all.details_for_all = true;
  const auto scan = scanner.scan(all);
  ASSERT_TRUE(scan);
  std::vector<ProcessIdentity> wanted;
  for (const Process& p : scan->processes) wanted.push_back({p.pid, p.start_ticks});
  ScanRequest request;
  request.details = false;
  request.threads = 4;
  const auto described = scanner.describe(wanted, request);
  ASSERT_TRUE(described);
  std::size_t living = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!described->processes[i]) continue;
    ++living;
    EXPECT_EQ(described->processes[i]->pid, wanted[i].pid);
    EXPECT_TRUE(described->processes[i]->command.empty());  // a detail
  }
  EXPECT_GT(living, 0u);
}

}  // namespace
}  // namespace portexplorer
