#include "model/classify.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace portexplorer {
namespace {

// A program with its file in place, on a machine that runs systemd; nothing else is known.
Process on_systemd(std::string cgroup) {
  Process process;
  process.pid = Pid(4242);
  process.cgroup = std::move(cgroup);
  process.facts.executable = Executable::present;
  process.facts.systemd_booted = true;
  return process;
}

Process without_systemd() {
  Process process = on_systemd("/");
  process.facts.systemd_booted = false;
  return process;
}

void expect(const Process& process, Class klass, ClassReason reason) {
  const Classification got = classify(process);
  EXPECT_EQ(to_string(got.klass), to_string(klass)) << process.cgroup;
  EXPECT_EQ(explain(got.reason), explain(reason)) << process.cgroup;
}

const std::string kUser = "/user.slice/user-1000.slice";
const std::string kManager = kUser + "/user@1000.service";

TEST(Classify, DaemonsOfADebianServer) {
  for (const char* cgroup :
       {"/system.slice/ssh.service", "/system.slice/cron.service", "/system.slice/nginx.service",
        "/system.slice/system-postgresql.slice/postgresql@15-main.service",
        "/system.slice/systemd-udevd.service/udev"}) {
    expect(on_systemd(cgroup), Class::system, ClassReason::system_service);
  }
  Process init = on_systemd("/init.scope");
  init.pid = Pid(1);
  expect(init, Class::system, ClassReason::init);
  Process worker = on_systemd("/");
  worker.facts.kernel_thread = true;
  worker.facts.executable = Executable::none;
  expect(worker, Class::system, ClassReason::kernel_thread);
}

TEST(Classify, RootShellOverSsh) {
  Process shell = on_systemd("/user.slice/user-0.slice/session-3.scope");
  shell.facts.session_leader_lives = true;
  expect(shell, Class::normal, ClassReason::live_session);  // ssh host command
  shell.facts.has_terminal = true;
  expect(shell, Class::normal, ClassReason::terminal);
}

TEST(Classify, SetsidLastsAsLongAsTheSession) {
  Process detached = on_systemd(kUser + "/session-3.scope");
  detached.facts.session_leader_lives = true;
  expect(detached, Class::normal, ClassReason::live_session);
  detached.facts.session_leader_lives = false;  // nohup, after logout
  expect(detached, Class::hidden, ClassReason::nothing_explains_it);
  detached.facts.session_leader_lives = std::nullopt;
  expect(detached, Class::hidden, ClassReason::nothing_explains_it);
}

TEST(Classify, Tmux) {
  Process pane = on_systemd(kUser + "/session-3.scope");
  // Detached, then logged out: the pane keeps its own terminal.
  pane.facts.session_leader_lives = false;
  pane.facts.has_terminal = true;
  expect(pane, Class::normal, ClassReason::terminal);
  expect(on_systemd(kManager + "/app.slice/tmux-spawn-1f0c.scope"), Class::normal,
         ClassReason::app_scope);
  expect(on_systemd(kManager + "/tmux-spawn-1f0c.scope"), Class::normal, ClassReason::app_scope);
}

TEST(Classify, Applications) {
  expect(on_systemd(kManager + "/app.slice/app-gnome-firefox-2210.scope"), Class::normal,
         ClassReason::app_scope);
  expect(on_systemd(kManager + "/app.slice/app-flatpak-org.mozilla.firefox-99.scope"),
         Class::normal, ClassReason::app_scope);
  expect(on_systemd(kManager + "/app.slice/snap.firefox.firefox-12ab.scope"), Class::normal,
         ClassReason::app_scope);
  expect(on_systemd("/app-.scope"), Class::hidden, ClassReason::nothing_explains_it);
}

TEST(Classify, ServicesOfAUser) {
  expect(on_systemd(kManager + "/app.slice/dbus.service"), Class::system,
         ClassReason::user_service);
  expect(on_systemd(kManager + "/session.slice/pipewire.service"), Class::system,
         ClassReason::user_service);
  expect(on_systemd(kManager + "/init.scope"), Class::system, ClassReason::system_service);
  expect(on_systemd(kManager), Class::system, ClassReason::system_service);
}

// Below their manager, users can create cgroups with any name.
TEST(Classify, CgroupsCreatedByAUserAreNotSystemServices) {
  for (const char* group : {"/evil", "/app.slice/init.scope", "/init.scope/x",
                            "/app.slice/ssh.service", "/a/user@0.service"})
    expect(on_systemd(kManager + group), Class::system, ClassReason::user_service);
  const std::string id = "3f4e8a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789ab";
  Process container = on_systemd(kManager + "/user.slice/libpod-" + id + ".scope/container");
  container.facts.foreign_container = "3f4e8a1b2c3d";
  expect(container, Class::system, ClassReason::user_service);
  container.cgroup = kManager + "/libpod-" + id + ".scope";
  expect(container, Class::system, ClassReason::user_service);
}

TEST(Classify, ContainerFromOutside) {
  Process nginx = on_systemd(
      "/system.slice/"
      "docker-3f4e8a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789ab.scope");
  nginx.facts.foreign_container = "3f4e8a1b2c3d";
  expect(nginx, Class::system, ClassReason::foreign_container);
  nginx.facts.has_terminal = true;  // docker run -it
  expect(nginx, Class::system, ClassReason::foreign_container);

  Process sshd = on_systemd("/lxc.payload.web/system.slice/ssh.service");
  sshd.facts.foreign_container = "web";
  expect(sshd, Class::system, ClassReason::foreign_container);

  Process engine = on_systemd(
      "/system.slice/web.service/"
      "libpod-payload-3f4e8a1b2c3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789ab");
  engine.facts.foreign_container = "3f4e8a1b2c3d";
  expect(engine, Class::system, ClassReason::system_service);
}

TEST(Classify, ContainerFromInside) {
  Process init = without_systemd();
  init.pid = Pid(1);
  init.facts.in_init_session = true;
  expect(init, Class::system, ClassReason::init);
  Process child = without_systemd();
  child.facts.in_init_session = true;
  expect(child, Class::system, ClassReason::init_session);
  Process from_outside = without_systemd();  // docker exec
  from_outside.facts.parent_outside = true;
  expect(from_outside, Class::normal, ClassReason::parent_outside);
  from_outside.facts.trusted_executable = true;
  expect(from_outside, Class::system, ClassReason::packaged_program);
}

TEST(Classify, SystemWithoutSystemd) {
  Process daemon = without_systemd();
  expect(daemon, Class::hidden, ClassReason::nothing_explains_it);
  daemon.facts.trusted_executable = false;
  expect(daemon, Class::hidden, ClassReason::nothing_explains_it);
  daemon.facts.trusted_executable = true;
  expect(daemon, Class::system, ClassReason::packaged_program);
  daemon.facts.supervisor = "runit";
  expect(daemon, Class::system, ClassReason::supervised);
  daemon.facts.in_init_session = true;
  expect(daemon, Class::system, ClassReason::init_session);
  daemon.facts.has_terminal = true;
  expect(daemon, Class::normal, ClassReason::terminal);
}

TEST(Classify, WithSystemdNoPackageExplainsAProgram) {
  Process process = on_systemd(kUser + "/session-3.scope");
  process.facts.trusted_executable = true;
  process.facts.in_init_session = true;
  process.facts.parent_outside = true;
  process.facts.supervisor = "s6";
  expect(process, Class::hidden, ClassReason::nothing_explains_it);
}

TEST(Classify, UpgradedDaemonAndItsOpposites) {
  Process daemon = on_systemd("/system.slice/ssh.service");
  daemon.facts.executable = Executable::replaced;
  expect(daemon, Class::system, ClassReason::system_service);
  daemon.facts.executable = Executable::deleted;
  expect(daemon, Class::hidden, ClassReason::deleted_executable);
  daemon.facts.executable = Executable::memory;
  expect(daemon, Class::hidden, ClassReason::memory_only);
  daemon.facts.has_terminal = true;
  expect(daemon, Class::hidden, ClassReason::memory_only);
}

TEST(Classify, UnreadableIsUnknownButMissingIsHidden) {
  Process process = on_systemd("/system.slice/ssh.service");
  process.facts.executable = Executable::unreadable;
  expect(process, Class::unknown, ClassReason::none);
  process.facts.missing_from_proc = true;
  expect(process, Class::hidden, ClassReason::missing_from_proc);
  expect(Process{}, Class::unknown, ClassReason::none);
}

TEST(Classify, EveryReasonHasADistinctSentence) {
  std::set<std::string_view> sentences;
  for (int i = 1; i <= static_cast<int>(ClassReason::nothing_explains_it); ++i) {
    const std::string_view sentence = explain(static_cast<ClassReason>(i));
    EXPECT_TRUE(sentence.ends_with('.')) << i;
    EXPECT_TRUE(sentences.insert(sentence).second) << sentence;
  }
  EXPECT_EQ(explain(ClassReason::none), "");
  EXPECT_EQ(to_string(Class::unknown), "");
}

}  // namespace
}  // namespace portexplorer
