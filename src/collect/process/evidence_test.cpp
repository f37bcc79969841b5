// Processes in namespaces that any user can create, and in containers of root's. Requires root.
#include "collect/process/evidence.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>

#include "collect/packages/dpkg_lists.h"
#include "collect/packages/package_names.h"
#include "collect/process/bundles.h"
#include "collect/process/finding_facts.h"
#include "collect/procfs/proc_text.h"
#include "collect/scan/process_scan.h"
#include "model/classify.h"
#include "support/procfs/own_sandbox.h"
#include "support/remove_tree.h"

namespace portexplorer {
namespace {

constexpr const char* kClaim = "openssh-server (according to its own container)";

Process process_at(Pid pid, std::string path) {
  Process process;
  process.pid = pid;
  process.start_ticks = start_ticks_of(pid);
  process.name = path.substr(path.rfind('/') + 1);
  process.path = std::move(path);
  process.program = process.name;
  process.facts.executable = Executable::present;
  process.uid = Uid(kNobody);
  return process;
}

Process looked_up(Process process) {
  std::vector<Process> processes{std::move(process)};
  PackageNames names;
  names.look_up(processes);
  return std::move(processes[0]);
}

ProcPidDir directory_of(const TestProcess& process) {
  auto directory = ProcPidDir::open(process.pid());
  if (!directory) throw std::runtime_error("the process has ended");
  return *std::move(directory);
}

// Mounts a copy of a sleeper over a packaged program, and executes it.
void become_false_program(const TestDirectory& files) {
  if (!lay_over(files.path() / "prog", "/usr/bin/true")) ::_exit(1);
  become_sleeper("/usr/bin/true");
}

TEST(Evidence, ADatabaseInMountsOfAUserIsNone) {
  TestDirectory files;
  files.write("info/openssh-server.list", "/usr/bin/true\n");
  copy_sleeper(files.path() / "prog");
  const TestProcess process([&] {
    if (!become_nobody() || !unshare_as_own_root() || !lay_over(files.path(), "/var/lib/dpkg"))
      ::_exit(1);
    become_false_program(files);
  });
  const ProcPidDir directory = directory_of(process);
  EXPECT_FALSE(in_user_namespace_of_root(directory.fd()));
  EXPECT_FALSE(sees_our_files(directory));
  const Process found = looked_up(process_at(process.pid(), "/usr/bin/true"));
  EXPECT_EQ(found.package, kClaim);
  EXPECT_EQ(found.look.packaged, std::nullopt);
}

TEST(Evidence, OurDatabaseIsNoneForAFileMountedOverAnother) {
  TestDirectory files;
  copy_sleeper(files.path() / "prog");
  const TestProcess process([&] {
    if (!become_nobody() || !unshare_as_own_root()) ::_exit(1);
    become_false_program(files);
  });
  const Process found = looked_up(process_at(process.pid(), "/usr/bin/true"));
  EXPECT_EQ(found.package, "coreutils (according to its own container)");
  EXPECT_EQ(found.look.packaged, std::nullopt);
}

TEST(Evidence, ADatabaseThatAUserMayWriteIsNone) {
  TestDirectory files;
  files.write("info/openssh-server.list", "/usr/bin/sleep\n");
  const auto ask = [&] {
    const TestProcess process([&] {
      if (::unshare(CLONE_NEWNS) != 0 || !fixture::make_mounts_private() ||
          !lay_over(files.path(), "/var/lib/dpkg"))
        ::_exit(1);
      become_sleeper("/bin/sleep");
    });
    return looked_up(process_at(process.pid(), "/usr/bin/sleep")).package;
  };
  EXPECT_EQ(ask(), "openssh-server");
  ASSERT_EQ(::chown((files.path() / "info").c_str(), kNobody, kNobody), 0);
  EXPECT_EQ(ask(), kClaim);
  ASSERT_EQ(::chown((files.path() / "info").c_str(), 0, 0), 0);
  ASSERT_EQ(::chmod(files.path().c_str(), 0777), 0) << "its directory can be replaced";
  EXPECT_EQ(ask(), kClaim);
}

// Control groups in the unified hierarchy, mounted only for this test.
class Cgroups {
 public:
  Cgroups() { std::filesystem::create_directory(files_.path() / "mount"); }
  bool mount() {
    return ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private() &&
           ::mount("none", place().c_str(), "cgroup2", 0, nullptr) == 0;
  }
  [[nodiscard]] std::string place() const { return files_.path() / "mount"; }
  bool add(const std::string& name) {
    groups_.push_back(place() + name);
    return ::mkdir(groups_.back().c_str(), 0755) == 0;
  }
  bool enter(const std::string& name, Pid pid) {
    return write_text((place() + name + "/cgroup.procs").c_str(), std::to_string(pid.value()));
  }
  void remove() {
    for (; !groups_.empty(); groups_.pop_back()) ::rmdir(groups_.back().c_str());
  }

 private:
  TestDirectory files_;
  std::vector<std::string> groups_;
};

std::string own_group(const char* name) {
  return std::string("/portexplorer-test-") + name + std::to_string(::getpid());
}

constexpr const char* kContainerGroup =
    "/docker-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope";

TEST(Evidence, AContainerOfRootsCountsAndAUsersDoesNot) {
  const std::string wrong = in_child([]() -> std::string {
    Cgroups cgroups;
    if (!cgroups.mount()) return "no control groups";
    TestDirectory files;
    files.write("info/openssh-server.list", "/usr/bin/sleep\n");
    const auto contained = [&](bool root) {
      return std::make_unique<TestProcess>([&, root] {
        if (!root && !become_nobody()) ::_exit(1);
        if (!unshare_as_own_root() || !lay_over(files.path(), "/var/lib/dpkg")) ::_exit(1);
        become_sleeper("/bin/sleep");
      });
    };
    const auto of_root = contained(true);
    const auto of_nobody = contained(false);
    const auto counts = [&](const TestProcess& process) {
      return is_evidence(directory_of(process), kDpkgInfo, cgroups.place());
    };
    std::string text;
    const auto check = [&](bool is, bool should, const char* what) {
      text += is == should ? "" : std::string(what) + "; ";
    };
    check(in_user_namespace_of_root(directory_of(*of_root).fd()), true, "root's user namespace");
    check(counts(*of_root), false, "no container");

    const std::string slice = own_group("slice");
    const std::string users = own_group("users") + "/user-65534.slice";
    const bool made = cgroups.add(slice) && cgroups.add(slice + kContainerGroup) &&
                      cgroups.add(own_group("users")) && cgroups.add(users) &&
                      cgroups.add(users + kContainerGroup);
    check(made && cgroups.enter(slice + kContainerGroup, of_root->pid()) &&
              cgroups.enter(slice + kContainerGroup, of_nobody->pid()),
          true, "made groups");
    check(in_container_of_root(directory_of(*of_root), cgroups.place()), true, "root's container");
    check(counts(*of_root), true, "root's container counts");
    check(counts(*of_nobody), false, "a namespace of user nobody in root's container");
    check(::chown((cgroups.place() + slice).c_str(), kNobody, kNobody) == 0 && counts(*of_root),
          false, "a group that a user may create in");
    check(::chown((cgroups.place() + slice).c_str(), 0, 0) == 0 && counts(*of_root), true,
          "root's again");
    check(cgroups.enter(users + kContainerGroup, of_root->pid()) && counts(*of_root), false,
          "a user's slice");
    check(cgroups.enter("", of_root->pid()) && cgroups.enter("", of_nobody->pid()), true,
          "left groups");
    cgroups.remove();
    return text;
  });
  EXPECT_EQ(wrong, "");
}

TEST(Evidence, RecognizesTheControlGroupsOfUsers) {
  for (const char* path : {"/user.slice/user-1000.slice/session-3.scope",
                           "/user.slice/user-1000.slice/user@1000.service/x", "/a/user@7.service/b",
                           "/../docker-x.scope", "/user-1.slice"})
    EXPECT_TRUE(is_of_a_user(path)) << path;
  for (const char* path : {"/", "", "/system.slice/docker.service", "/system.slice/user@.mount",
                           "/superuser.slice", "/docker/x"})
    EXPECT_FALSE(is_of_a_user(path)) << path;
}

TEST(Evidence, FlatpaksFileProvesNothing) {
  TestDirectory files;
  prepare_root(files);
  files.write(".flatpak-info", "[Application]\nname=org.example.App\n");
  const TestProcess process([&] {
    if (!become_nobody() || !unshare_as_own_root() || !become_root_directory(files)) ::_exit(1);
    become_sleeper("/bin/sleep");
  });
  const Process found = looked_up(process_at(process.pid(), "/usr/bin/sleep"));
  EXPECT_EQ(found.package, "org.example.App (according to its own container)");
  EXPECT_EQ(found.look.packaged, std::nullopt);

  // In the reader's own root, it means nothing.
  EXPECT_EQ(in_child([&]() -> std::string {
              if (::unshare(CLONE_NEWNS) != 0 || !fixture::make_mounts_private() ||
                  !become_root_directory(files))
                return "no root";
              const TestProcess ours([] { become_sleeper("/bin/sleep"); });
              return bundle_of(directory_of(ours), process_at(ours.pid(), "/usr/bin/sleep"))
                         ? "it counts"
                         : "";
            }),
            "");
}

TEST(Evidence, ASnapIsRootsOrNone) {
  TestDirectory files;
  prepare_root(files);
  files.write("snap/firefox/7/meta/snap.yaml", "name: firefox\nversion: 1\n");
  std::filesystem::create_directories(files.path() / "snap/firefox/7/bin");
  copy_sleeper(files.path() / "snap/firefox/7/bin/firefox");
  const auto ask = [&](bool root) {
    const TestProcess process([&] {
      const bool done = root ? ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private()
                             : become_nobody() && unshare_as_own_root();
      if (!done || !become_root_directory(files)) ::_exit(1);
      become_sleeper("/snap/firefox/7/bin/firefox");
    });
    return looked_up(process_at(process.pid(), "/snap/firefox/7/bin/firefox"));
  };
  EXPECT_EQ(ask(true).package, "firefox");
  EXPECT_EQ(ask(true).look.packaged, true);
  EXPECT_EQ(ask(false).package, "firefox (according to its own container)");
  EXPECT_EQ(ask(false).look.packaged, std::nullopt);
}

TEST(Evidence, TheVariableOfAnAppImageProvesNothing) {
  std::string place = "/tmp/.mount_test-XXXXXX";
  ASSERT_NE(::mkdtemp(place.data()), nullptr);
  ::chmod(place.c_str(), 0755);
  const std::string program = place + "/prog";
  copy_sleeper(program);
  const TestProcess process([&] {
    ::setenv("APPIMAGE", "/opt/Nice.AppImage", 1);
    become_sleeper(program);
  });
  const Process found = looked_up(process_at(process.pid(), program));
  EXPECT_EQ(found.package, "");
  EXPECT_EQ(found.look.packaged, false);
  EXPECT_EQ(app_image_named_by(directory_of(process), found), "Nice.AppImage");
  remove_tree(place);
}

TEST(Evidence, APidNamespaceOfAUserIsNoContainer) {
  TestDirectory files;
  prepare_root(files);
  // The first process of a new pid namespace is a child of its creator, and the one to examine.
  const auto reason_in = [&](bool root) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const TestProcess maker([&] {
      const bool done =
          root ? ::unshare(CLONE_NEWNS | CLONE_NEWPID) == 0 && fixture::make_mounts_private()
               : become_nobody() && unshare_as_own_root(CLONE_NEWPID);
      if (!done || !become_root_directory(files)) ::_exit(1);
      const pid_t child = ::fork();
      if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::setsid();
        inherited_socket();
        become_sleeper("/bin/sleep");
      }
      if (::write(ends[1], &child, sizeof child) != sizeof child) ::_exit(1);
    });
    pid_t pid = 0;
    if (::read(ends[0], &pid, sizeof pid) != sizeof pid) throw std::runtime_error("no child");
    ::close(ends[0]);
    ::close(ends[1]);
    const auto text = ProcPidDir::open(Pid(pid))->read("stat");
    ProcessScanner scanner(without_systemd());
    const ProcessIdentity who{Pid(pid), parse_stat(*text)->start_ticks};
    const auto found = scanner.describe(std::vector{who}, {.details = true, .threads = 1});
    return classify(*found->processes.front()).reason;
  };
  EXPECT_EQ(explain(reason_in(true)), explain(ClassReason::foreign_container));
  EXPECT_EQ(explain(reason_in(false)), explain(ClassReason::nothing_explains_it));
}

// A program that its user calls python3 and starts with the arguments of a packaged script is still
// his own file.
TEST(Evidence, TheArgumentsDoNotHideTheProgram) {
  TestDirectory files;
  std::filesystem::copy_file("/usr/bin/tail", files.path() / "python3");
  const std::string program = files.path() / "python3";
  const TestProcess process([&] {
    ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), 1);
    ::execl(program.c_str(), "python3", "/usr/bin/ldd", "-f",
            nullptr);  // tail, which never ends
    ::_exit(127);
  });
  std::vector<Process> processes{process_at(process.pid(), program)};
  processes[0].program = "ldd";
  read_look_facts(processes);
  EXPECT_EQ(processes[0].look.exposed_program, true);
}

}  // namespace
}  // namespace portexplorer
