#include "collect/observe/event_processes.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

namespace portexplorer {
namespace {

// A process that has ended, with a pid beyond the kernel's range, so /proc does not have it; its
// parent is this process.
Process ended_child() {
  Process p;
  p.pid = Pid{4'999'999};
  p.start_ticks = UINT64_MAX;
  p.parent = Pid{::getpid()};
  p.name = p.comm = std::filesystem::read_symlink("/proc/self/exe").filename();
  p.uid = Uid{0};
  p.forked = true;
  return p;
}

std::string path_of(const Process& process) {
  EventProcesses cache;
  std::vector<Process> processes{process};
  cache.describe(processes);
  return processes.at(0).path;
}

TEST(EventProcesses, AForkedProcessThatHasEndedRanItsParentsFile) {
  EXPECT_EQ(path_of(ended_child()), std::filesystem::read_symlink("/proc/self/exe"));
}

TEST(EventProcesses, AParentsFileIsUsedOnlyIfItIsCertain) {
  Process executed = ended_child();
  executed.forked = false;
  EXPECT_EQ(path_of(executed), "");
  Process renamed = ended_child();
  renamed.name = "another";
  EXPECT_EQ(path_of(renamed), "");
  Process older = ended_child();  // its parent's pid has been reused
  older.start_ticks = 1;
  EXPECT_EQ(path_of(older), "");
  Process orphan = ended_child();
  orphan.parent = Pid{0};
  EXPECT_EQ(path_of(orphan), "");
}

// The parent has ended too, but was described before.
TEST(EventProcesses, RemembersTheParent) {
  EventProcesses cache;
  Process parent = ended_child();
  parent.pid = Pid{4'999'998};
  parent.start_ticks = 5;
  parent.parent = Pid{0};
  parent.path = "/usr/sbin/served";
  parent.name = "served";
  Process child = ended_child();
  child.parent = parent.pid;
  child.name = "served";
  std::vector<Process> processes{parent, child};
  cache.describe(processes);
  EXPECT_EQ(processes.at(1).path, "/usr/sbin/served");
}

}  // namespace
}  // namespace portexplorer
