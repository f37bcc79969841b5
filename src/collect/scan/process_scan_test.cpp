// The scanner with a fake machine in a directory: for everything that this machine is not.
#include "collect/scan/process_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/classify.h"
#include "support/procfs/fake_proc.h"

namespace portexplorer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::string_literals;

constexpr const char* kProgram = "/bin/sleep";  // any existing program

FakeProcess daemon_in(const std::string& cgroup) {
  FakeProcess process;
  process.pid = 612;
  process.executable = kProgram;
  process.cgroup = cgroup;
  process.fds = {{3, "socket:[100]"}};
  return process;
}

Classification class_of(const FakeMachine& machine, int pid) {
  const ProcessScan scan = machine.scan();
  const Process* process = find_process(scan, Pid(pid));
  return process == nullptr ? Classification{} : classify(*process);
}

TEST(ProcessScan, FindsSocketsAndTheirHolders) {
  FakeMachine machine;
  machine.add({.pid = 1,
               .comm = "init",
               .parent = 0,
               .executable = kProgram,
               .fds = {{0, "/dev/null"}, {5, "socket:[7]"}}});
  machine.add({.pid = 20,
               .comm = "idle",
               .executable = kProgram,
               .fds = {{0, "pipe:[7]"}, {1, "anon_inode:[eventpoll]"}}});
  machine.add({.pid = 30,
               .comm = "two",
               .executable = kProgram,
               .fds = {{4, "socket:[7]"}, {12, "socket:[99999999999]"}, {13, "socket:[]"}}});
  const ProcessScan scan = machine.scan();
  EXPECT_THAT(scan.members, ElementsAre(Pid(1), Pid(20), Pid(30)));
  EXPECT_THAT(scan.member_netns, testing::Each(NetnsId(4026531840)));
  ASSERT_EQ(scan.processes.size(), 2u);
  EXPECT_THAT(holders_of(scan, Inode(7)), ElementsAre(Pid(1), Pid(30)));
  EXPECT_THAT(holders_of(scan, Inode(99999999999)), ElementsAre(Pid(30)));
  EXPECT_EQ(scan.mappings.size(), 3u);
  EXPECT_EQ(scan.mappings.front().fd, 5);
  EXPECT_EQ(scan.unreadable, 0u);
  EXPECT_EQ(scan.vanished, 0u);
}

TEST(ProcessScan, ReportsAllDetailsOfAProcess) {
  FakeMachine machine;
  FakeProcess script = daemon_in("0::/system.slice/app.service\n");
  script.comm = "python3";
  script.executable = "/usr/bin/python3.11";
  script.cmdline = "python3\0/srv/server.py\0--name\0a b\0"s;
  script.tty_nr = 34818;
  machine.add(script);
  const ProcessScan scan = machine.scan();
  ASSERT_EQ(scan.processes.size(), 1u);
  const Process& process = scan.processes[0];
  EXPECT_EQ(process.pid, Pid(612));
  EXPECT_EQ(process.parent, Pid(1));
  EXPECT_EQ(process.start_ticks, 4200u);
  ASSERT_TRUE(process.started_at);
  EXPECT_EQ(process.comm, "python3");
  EXPECT_EQ(process.name, "python3.11");
  EXPECT_EQ(process.program, "server.py");
  EXPECT_EQ(process.path, "/usr/bin/python3.11");
  EXPECT_EQ(process.command, "python3 /srv/server.py --name a b");
  EXPECT_EQ(process.uid, Uid(::getuid()));
  EXPECT_EQ(process.user, ::getuid() == 0 ? "root" : "me");
  EXPECT_EQ(process.terminal, "pts/2");
  EXPECT_EQ(process.cgroup, "/system.slice/app.service");
  EXPECT_EQ(process.unit, "app.service");
  EXPECT_EQ(process.netns, NetnsId(4026531840));
  EXPECT_TRUE(process.facts.has_terminal);
}

TEST(ProcessScan, OmitsDetailsUnlessRequested) {
  FakeMachine machine;
  FakeProcess process = daemon_in("0::/system.slice/app.service\n");
  process.cmdline = "daemon\0"s;
  machine.add(process);
  const ProcessScan scan = machine.scan({.details = false});
  ASSERT_EQ(scan.processes.size(), 1u);
  EXPECT_EQ(scan.processes[0].name, "sleep");
  EXPECT_EQ(scan.processes[0].start_ticks, 4200u);
  EXPECT_EQ(scan.processes[0].command, "");
  EXPECT_EQ(scan.processes[0].unit, "");
}

TEST(ProcessScan, DetailsForAllIncludesThoseWithoutSockets) {
  FakeMachine machine;
  machine.add({.pid = 5, .comm = "kworker/0:1", .parent = 2, .flags = 0x00200040});
  const ProcessScan scan = machine.scan({.details_for_all = true});
  ASSERT_EQ(scan.processes.size(), 1u);
  EXPECT_EQ(scan.processes[0].name, "kworker/0:1");
  EXPECT_EQ(scan.processes[0].facts.executable, Executable::none);
  EXPECT_EQ(classify(scan.processes[0]).reason, ClassReason::kernel_thread);
}

TEST(ProcessScan, KeepsNamesThatAreNotText) {
  FakeMachine machine;
  FakeProcess process = daemon_in("0::/\n");
  process.comm = "x) R 1 (\n\x1b[2J\xff";
  process.executable = "/opt/ev\nil\x1b]0;\xfe (deleted";
  process.cmdline = "\n\0\x1b\0"s;
  machine.add(process);
  const ProcessScan scan = machine.scan();
  ASSERT_EQ(scan.processes.size(), 1u);
  EXPECT_EQ(scan.processes[0].comm, process.comm);
  EXPECT_EQ(scan.processes[0].name, "ev\nil\x1b]0;\xfe (deleted");
  EXPECT_EQ(scan.processes[0].command, "\n \x1b");
}

TEST(ProcessScan, OmitsDeadAndBrokenProcesses) {
  FakeMachine machine;
  FakeProcess zombie = daemon_in("0::/\n");
  zombie.state = 'Z';
  machine.add(zombie);
  machine.add({.pid = 700, .executable = kProgram, .fds = {{3, "socket:[5]"}}});
  std::filesystem::remove(machine.directory().path() / "proc/700/stat");
  std::filesystem::create_directories(machine.directory().path() /
                                      "proc/800");  // its fd directory is missing
  machine.directory().write("proc/900", "a file");
  const ProcessScan scan = machine.scan();
  EXPECT_THAT(scan.processes, IsEmpty());
  EXPECT_THAT(scan.mappings, IsEmpty());
  EXPECT_EQ(scan.vanished, 3u);
}

TEST(ProcessScan, ReportsAMissingProc) {
  ProcessScanner none("/nonexistent/proc");
  const auto missing = none.scan({});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  TestDirectory empty;
  ProcessScanner bare(empty.path());
  const auto nothing = bare.scan({});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, ErrorKind::unavailable);
}

TEST(ProcessScan, DebianServer) {
  FakeMachine machine;
  machine.boot_systemd();
  machine.log_in("3", 900);
  machine.add({.pid = 1,
               .comm = "systemd",
               .parent = 0,
               .executable = kProgram,
               .cgroup = "0::/init.scope\n",
               .fds = {{9, "socket:[1]"}}});
  machine.add(daemon_in("0::/system.slice/ssh.service\n"));
  const std::string session = "0::/user.slice/user-0.slice/session-3.scope\n";
  machine.add({.pid = 900,
               .comm = "sshd",
               .parent = 612,
               .executable = kProgram,
               .cgroup = session,
               .fds = {{4, "socket:[2]"}}});
  machine.add({.pid = 910,
               .comm = "bash",
               .parent = 900,
               .tty_nr = 34816,
               .executable = kProgram,
               .cgroup = session,
               .fds = {{5, "socket:[3]"}}});
  machine.add({.pid = 911,
               .comm = "bash",
               .parent = 900,
               .executable = kProgram,
               .cgroup = session,
               .fds = {{5, "socket:[4]"}}});
  machine.add({.pid = 920,
               .comm = "setsid",
               .executable = kProgram,
               .cgroup = session,
               .fds = {{5, "socket:[5]"}}});
  EXPECT_EQ(class_of(machine, 1).reason, ClassReason::init);
  EXPECT_EQ(class_of(machine, 612).reason, ClassReason::system_service);
  EXPECT_EQ(class_of(machine, 900).reason, ClassReason::live_session);
  EXPECT_EQ(class_of(machine, 910).reason, ClassReason::terminal);
  EXPECT_EQ(class_of(machine, 911).reason, ClassReason::live_session);
  EXPECT_EQ(class_of(machine, 920).reason, ClassReason::live_session);
}

TEST(ProcessScan, NohupAfterLogout) {
  FakeMachine machine;
  machine.boot_systemd();
  const std::string session = "0::/user.slice/user-0.slice/session-3.scope\n";
  machine.add({.pid = 920,
               .comm = "nohup",
               .executable = kProgram,
               .cgroup = session,
               .fds = {{5, "socket:[5]"}}});
  EXPECT_EQ(class_of(machine, 920).klass, Class::hidden) << "no session is known";
  machine.log_in("3", 900);
  EXPECT_EQ(class_of(machine, 920).klass, Class::hidden) << "its leader has ended";
  machine.add({.pid = 900,
               .comm = "cron",
               .executable = kProgram,
               .cgroup = "0::/system.slice/cron.service\n"});
  EXPECT_EQ(class_of(machine, 920).klass, Class::hidden)
      << "another process has the leader's pid now";
}

TEST(ProcessScan, SessionNamesAreNoPaths) {
  FakeMachine machine;
  machine.boot_systemd();
  machine.log_in("3", 612);
  machine.directory().write("systemd/leader", "LEADER=612\n");
  machine.add(daemon_in("0::/session-...scope\n"));
  EXPECT_EQ(class_of(machine, 612).klass, Class::hidden);
}

TEST(ProcessScan, ContainerFromOutsideAndBeside) {
  const std::string id = "3f4e8a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789ab";
  FakeMachine machine;
  machine.boot_systemd();
  machine.add(daemon_in("0::/system.slice/docker-" + id + ".scope\n"));
  ProcessScan scan = machine.scan();
  ASSERT_EQ(scan.processes.size(), 1u);
  EXPECT_EQ(scan.processes[0].container, "3f4e8a1b2c3d");
  EXPECT_EQ(scan.processes[0].facts.foreign_container, "3f4e8a1b2c3d");
  EXPECT_EQ(classify(scan.processes[0]).reason, ClassReason::foreign_container);

  // The reader is in the same container.
  machine.directory().write("proc/self/cgroup", "0::/system.slice/docker-" + id + ".scope\n");
  scan = machine.scan();
  ASSERT_EQ(scan.processes.size(), 1u);
  EXPECT_EQ(scan.processes[0].container, "3f4e8a1b2c3d");
  EXPECT_EQ(scan.processes[0].facts.foreign_container, "");
}

TEST(ProcessScan, SupervisorsOfOtherInits) {
  FakeMachine machine;
  machine.add({.pid = 1, .comm = "init", .parent = 0});
  machine.add({.pid = 50, .comm = "runsvdir"});
  machine.add({.pid = 51, .comm = "runsv", .parent = 50});
  machine.add({.pid = 600, .parent = 51, .executable = kProgram, .fds = {{3, "socket:[1]"}}});
  machine.add({.pid = 601, .parent = 1, .executable = kProgram, .fds = {{3, "socket:[2]"}}});
  machine.add({.pid = 602,
               .parent = 1,
               .executable = kProgram,
               .cgroup = "0::/openrc.sshd\n",
               .fds = {{3, "socket:[3]"}}});
  machine.add(
      {.pid = 603, .parent = 1, .session = 1, .executable = kProgram, .fds = {{3, "socket:[4]"}}});
  machine.add({.pid = 604, .parent = 0, .executable = kProgram, .fds = {{3, "socket:[5]"}}});
  const bool root = ::getuid() == 0;  // only root's supervisors belong to the system
  EXPECT_EQ(class_of(machine, 600).reason,
            root ? ClassReason::supervised : ClassReason::nothing_explains_it);
  EXPECT_EQ(class_of(machine, 601).reason, ClassReason::nothing_explains_it);
  EXPECT_EQ(class_of(machine, 602).reason, ClassReason::supervised);
  EXPECT_EQ(class_of(machine, 603).reason, ClassReason::init_session);
  EXPECT_EQ(class_of(machine, 604).reason, ClassReason::parent_outside);
}

// su and sudo can be started through a link of any name, and wait for their children.
TEST(ProcessScan, AProgramOfRootsThatAUserNamedIsNoSupervisor) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  FakeMachine machine;
  machine.add({.pid = 50, .comm = "runsv", .executable = std::filesystem::canonical("/bin/su")});
  machine.add({.pid = 51, .comm = "runsv", .uids = "1000\t0\t0\t0"});
  machine.add({.pid = 52, .comm = "runsv", .executable = "/usr/bin/busybox"});
  int pid = 600;
  for (const int parent : {50, 51, 52})
    machine.add(
        {.pid = pid++, .parent = parent, .executable = kProgram, .fds = {{3, "socket:[1]"}}});
  EXPECT_EQ(class_of(machine, 600).reason, ClassReason::nothing_explains_it);
  EXPECT_EQ(class_of(machine, 601).reason, ClassReason::nothing_explains_it);
  EXPECT_EQ(class_of(machine, 602).reason, ClassReason::supervised);
}

TEST(ProcessScan, ALoopOfParentsEnds) {
  FakeMachine machine;
  machine.add({.pid = 50, .parent = 51});
  machine.add({.pid = 51, .parent = 50});
  machine.add({.pid = 600, .parent = 50, .executable = kProgram, .fds = {{3, "socket:[1]"}}});
  EXPECT_EQ(class_of(machine, 600).klass, Class::hidden);
}

TEST(ProcessScan, PackagesExplainDaemonsWithoutSystemd) {
  FakeMachine machine;
  // If / and /usr are merged, the kernel shows the file below /usr, and the package may not.
  const std::string program = std::filesystem::canonical(kProgram);
  machine.add({.pid = 600, .executable = program, .fds = {{3, "socket:[1]"}}});
  EXPECT_EQ(class_of(machine, 600).klass, Class::hidden);
  machine.package("coreutils", "/.\n/bin\n/bin/sleep\n");
  EXPECT_EQ(class_of(machine, 600).reason, ClassReason::packaged_program);
  // In other user namespaces, the user controls which program it seems to run.
  machine.add({.pid = 601,
               .executable = program,
               .fds = {{3, "socket:[1]"}},
               .user_namespace = "user:[4026532000]"});
  EXPECT_EQ(class_of(machine, 601).klass, Class::hidden);
}

// Before Linux 6.2 the files of a kernel thread cannot be counted, only refused.
TEST(ProcessScan, CountsOnlyRefusalsOfProcessesThatHaveFiles) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  FakeMachine machine;
  machine.add({.pid = 40, .comm = "kworker/0:1", .parent = 2, .flags = 0x00200040});
  machine.add({.pid = 41, .fds = {{3, "socket:[1]"}}});
  for (const char* pid : {"40", "41"})
    ::chmod((machine.paths().proc + "/" + pid + "/fd").c_str(), 0700);
  EXPECT_EQ(in_child([&machine]() -> std::string {
              if (!become_nobody()) return "still root";
              const ProcessScan scan = machine.scan();
              if (scan.members.size() != 2) return "not all processes were seen";
              return scan.unreadable == 1 ? "" : std::to_string(scan.unreadable) + " counted";
            }),
            "");
}

}  // namespace
}  // namespace portexplorer
