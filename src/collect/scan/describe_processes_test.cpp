// Given processes are described the same way as by a scan.
#include <sys/wait.h>

#include <gtest/gtest.h>

#include "collect/scan/process_cache.h"
#include "collect/scan/process_scan.h"
#include "support/procfs/fake_proc.h"
#include "support/procfs/test_process.h"

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

TEST(Describe, AgreesWithAScan) {
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

TEST(Describe, AnEndedProcessAndAReusedPidAreEmpty) {
  const pid_t ended = ::fork();
  if (ended == 0) ::_exit(0);
  ::waitpid(ended, nullptr, 0);
  ProcessScanner scanner;
  const Process own = own_by_scan(scanner);
  const std::vector<ProcessIdentity> wanted = {
      {Pid(ended), 1}, {own.pid, own.start_ticks}, {own.pid, own.start_ticks + 1}};
  const auto described = scanner.describe(wanted, {});
  ASSERT_TRUE(described);
  ASSERT_EQ(described->processes.size(), 3u);
  EXPECT_FALSE(described->processes[0]);
  EXPECT_TRUE(described->processes[1]);
  EXPECT_FALSE(described->processes[2]);
}

std::string command_of(ProcessScanner& scanner, const ProcessIdentity& identity) {
  const auto described = scanner.describe(std::span(&identity, 1), {});
  return described && described->processes[0] ? described->processes[0]->command : "";
}

TEST(Describe, UnchangedProcessesAreReadInRotation) {
  FakeMachine machine;
  machine.add({.pid = 70, .comm = "worker", .cmdline = std::string("worker: idle\0", 13)});
  ProcessScanner scanner(machine.paths());
  const ProcessIdentity worker{Pid(70), 4200, "worker", Uid(0)};
  const ProcessIdentity unknown{Pid(70), 4200};
  ProcessIdentity renamed = worker;
  renamed.comm = "other";
  ProcessIdentity of_another = worker;
  of_another.uid = Uid(9);
  EXPECT_EQ(command_of(scanner, worker), "worker: idle");
  machine.directory().write("proc/70/cmdline", std::string("worker: busy\0", 13));
  unsigned readings = 0;
  while (command_of(scanner, worker) == "worker: idle" && readings < 100) ++readings;
  EXPECT_LT(readings, ProcessCache::kReadings) << "each is read again in its turn";
  for (const ProcessIdentity& changed : {unknown, renamed, of_another}) {
    command_of(scanner, worker);
    machine.directory().write("proc/70/cmdline", std::string("worker: done\0", 13));
    EXPECT_EQ(command_of(scanner, changed), "worker: done");
    machine.directory().write("proc/70/cmdline", std::string("worker: busy\0", 13));
    command_of(scanner, unknown);
  }
}

// The command line changes between the readings and so shows which of them a description comes
// from.
TEST(Describe, UsesWhatWasReadAheadOnceIfItIsStillTheSameProcess) {
  FakeMachine machine;
  machine.add({.pid = 70, .comm = "worker", .cmdline = std::string("worker: ahead\0", 14)});
  const ProcessIdentity worker{Pid(70), 4200, "worker", Uid(0)};
  ProcessIdentity restarted = worker;
  restarted.start_ticks = 4300;
  ProcessIdentity renamed = worker;
  renamed.comm = "other";
  ProcessIdentity of_another = worker;
  of_another.uid = Uid(9);
  const auto command_after_reading_ahead = [&](const ProcessIdentity& wanted, bool stopped) {
    ProcessScanner scanner(machine.paths());
    std::stop_source stop;
    if (stopped) stop.request_stop();
    machine.directory().write("proc/70/cmdline", std::string("worker: ahead\0", 14));
    scanner.describe_ahead(stop.get_token(), true);
    machine.directory().write("proc/70/cmdline", std::string("worker: now\0", 12));
    return command_of(scanner, wanted);
  };
  EXPECT_EQ(command_after_reading_ahead(worker, false), "worker: ahead");
  EXPECT_EQ(command_after_reading_ahead(worker, true), "worker: now")
      << "it was to stop before the first";
  EXPECT_EQ(command_after_reading_ahead(restarted, false), "")
      << "another process than the one there";
  EXPECT_EQ(command_after_reading_ahead(renamed, false), "worker: now");
  EXPECT_EQ(command_after_reading_ahead(of_another, false), "worker: now");
}

TEST(Describe, ReadsDetailsThatWereNotReadAhead) {
  FakeMachine machine;
  machine.add({.pid = 70, .comm = "worker", .cmdline = std::string("worker: now\0", 12)});
  ProcessScanner scanner(machine.paths());
  scanner.describe_ahead({}, false);
  EXPECT_EQ(command_of(scanner, {Pid(70), 4200, "worker", Uid(0)}), "worker: now");
}

TEST(Describe, ACacheEntryIsOfOneProcessOnly) {
  ProcessCache memory;
  const std::vector<ProcessIdentity> first = {{Pid(70), 4200, "worker", Uid(0)}};
  const std::vector<ProcessIdentity> reused = {{Pid(70), 4300, "worker", Uid(0)}};
  ReadDescriptions found(1);
  EXPECT_EQ(memory.recall(first, true, found).size(), 1u);
  found[0].emplace().process.command = "worker: idle";
  memory.keep(first, true, found);
  std::size_t read = 0;
  for (unsigned i = 0; i < ProcessCache::kReadings; ++i)
    read += memory.recall(first, true, found).size();
  EXPECT_EQ(read, 1u) << "once in so many readings";
  ReadDescriptions other(1);
  for (unsigned i = 0; i < ProcessCache::kReadings; ++i)
    EXPECT_EQ(memory.recall(reused, true, other).size(), 1u);
  EXPECT_FALSE(other[0]);
  memory.keep({}, true, {});
  for (unsigned i = 0; i < ProcessCache::kReadings; ++i)
    EXPECT_EQ(memory.recall(first, true, other).size(), 1u) << "forgotten";
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
