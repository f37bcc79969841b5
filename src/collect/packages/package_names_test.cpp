// Packages of real processes, from a fake database in a separate mount namespace. Requires root.
#include "collect/packages/package_names.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include "collect/process/bundles.h"
#include "collect/process/evidence.h"
#include "support/netns/private_mounts.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

Process sleeper(Pid pid, std::string path = "/usr/bin/sleep") {
  Process process;
  process.pid = pid;
  process.start_ticks = start_ticks_of(pid);
  process.path = std::move(path);
  process.name = "sleep";
  process.facts.executable = Executable::present;
  return process;
}

// Has a package for one file only.
class OnePackage final : public OtherPackages {
 public:
  explicit OnePackage(std::string path, std::string directory = "/usr/share")
      : path_(std::move(path)), directory_(std::move(directory)) {}
  std::optional<std::int64_t> version() override { return 1; }
  std::optional<std::string> directory() override { return directory_; }
  std::optional<std::vector<std::string>> owners(std::span<const std::string> paths) override {
    ++questions;
    if (broken) return std::nullopt;
    std::vector<std::string> names;
    for (const std::string& path : paths) names.emplace_back(path == path_ ? "one" : "");
    return names;
  }

  int questions = 0;
  bool broken = false;

 private:
  std::string path_;
  std::string directory_;
};

void in_own_mounts(const std::string& over_dpkg) {
  const bool done = ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private() &&
                    ::mount(over_dpkg.c_str(), "/var/lib/dpkg", nullptr, MS_BIND, nullptr) == 0;
  if (!done) ::_exit(1);
}

TEST(PackageNames, AreThoseOfTheDatabaseThatTheProcessSees) {
  TestDirectory database;
  database.write("info/dreams:amd64.list", "/.\n/bin/sleep\n");
  const TestProcess ours([] { become_sleeper("/bin/sleep"); });
  const TestProcess theirs([&] {
    in_own_mounts(database.path());
    become_sleeper("/bin/sleep");
  });
  std::vector<Process> processes = {sleeper(ours.pid()), sleeper(theirs.pid()),
                                    sleeper(ours.pid(), "/usr/local/bin/own")};
  PackageNames names;
  names.look_up(processes);
  EXPECT_EQ(processes[0].package, "coreutils");
  EXPECT_EQ(processes[0].look.packaged, true);
  EXPECT_EQ(processes[1].package, "dreams");
  EXPECT_EQ(processes[2].package, "");
  EXPECT_EQ(processes[2].look.packaged, false);
}

TEST(PackageNames, ComeFromTheOtherManagerIfDpkgHasNone) {
  TestDirectory database;
  database.write("info/dreams.list", "/bin/false\n");
  const TestProcess ours([] { become_sleeper("/bin/sleep"); });
  const TestProcess elsewhere([&] {
    in_own_mounts(database.path());
    if (::chroot("/usr") != 0) ::_exit(1);
    become_sleeper("/bin/sleep");
  });
  const auto ask = [&](PackageNames& names, const std::string& path) {
    std::vector<Process> processes = {sleeper(ours.pid()), sleeper(ours.pid(), path),
                                      sleeper(ours.pid(), "/opt/none"),
                                      sleeper(elsewhere.pid(), path)};
    names.look_up(processes);
    return processes;
  };
  auto one = std::make_unique<OnePackage>("/opt/prog");
  OnePackage& other = *one;
  PackageNames names(std::move(one));
  const auto processes = ask(names, "/opt/prog");
  EXPECT_EQ(processes[0].package, "coreutils") << "what dpkg has is dpkg's";
  EXPECT_EQ(processes[1].package, "one");
  EXPECT_EQ(processes[1].look.packaged, true);
  EXPECT_EQ(processes[2].look.packaged, false);
  EXPECT_EQ(processes[3].package, "") << "its root is not ours";
  ask(names, "/opt/prog");
  EXPECT_EQ(other.questions, 1) << "asked once for each program";
  other.broken = true;
  EXPECT_EQ(ask(names, "/opt/new")[2].look.packaged, std::nullopt) << "unknown";
}

TEST(PackageNames, AreReadAgainWhenTheDatabaseHasChanged) {
  TestDirectory database;
  database.write("info/dreams.list", "/bin/sleep\n");
  const TestProcess process([&] {
    in_own_mounts(database.path());
    become_sleeper("/bin/sleep");
  });
  std::vector<Process> processes = {sleeper(process.pid())};
  PackageNames names;
  names.look_up(processes);
  EXPECT_EQ(processes[0].package, "dreams");
  database.write("info/naps.list", "/bin/sleep\n");
  std::filesystem::remove(database.path() / "info/dreams.list");
  const std::array<timespec, 2> times = {
      timespec{1000, 0}, timespec{2000, 0}};  // file timestamps are too coarse for a test
  ASSERT_EQ(::utimensat(AT_FDCWD, (database.path() / "info").c_str(), times.data(), 0), 0);
  names.look_up(processes);
  EXPECT_EQ(processes[0].package, "naps");
}

TEST(PackageNames, AreUnknownWithoutADatabaseAndWithABrokenOne) {
  TestDirectory empty;
  TestDirectory broken;
  broken.write("info", "a file instead of a directory");
  for (const TestDirectory* directory : {&empty, &broken}) {
    const TestProcess process([&] {
      in_own_mounts(directory->path());
      become_sleeper("/bin/sleep");
    });
    std::vector<Process> processes = {sleeper(process.pid())};
    PackageNames().look_up(processes);
    EXPECT_EQ(processes[0].look.packaged, std::nullopt);
    EXPECT_EQ(processes[0].package, "");
  }
}

TEST(PackageNames, FromAWritableDatabaseAreNotProven) {
  const TestDirectory directory;  // below /tmp, which is world-writable
  const TestProcess process([] { become_sleeper("/bin/sleep"); });
  std::vector<Process> processes = {sleeper(process.pid(), "/opt/prog")};
  PackageNames(std::make_unique<OnePackage>("/opt/prog", directory.path())).look_up(processes);
  EXPECT_EQ(processes[0].package, claimed_by_container("one"));
  EXPECT_EQ(processes[0].look.packaged, std::nullopt);
}

TEST(PackageNames, AreNotThoseOfAProcessThatReusesThePid) {
  const TestProcess process([] { become_sleeper("/bin/sleep"); });
  std::vector<Process> processes = {sleeper(process.pid()), sleeper(process.pid(), "/opt/prog")};
  for (Process& before : processes) --before.start_ticks;
  PackageNames(std::make_unique<OnePackage>("/opt/prog")).look_up(processes);
  for (const Process& before : processes) {
    EXPECT_EQ(before.package, "");
    EXPECT_EQ(before.look.packaged, std::nullopt);
  }
}

TEST(PackageNames, AreDroppedIfThereAreTooMany) {
  constexpr std::size_t kMost = 4;
  TestDirectory database;
  database.write("info/dreams.list", "/bin/sleep\n");
  const TestProcess process([&] {
    in_own_mounts(database.path());
    become_sleeper("/bin/sleep");
  });
  const TestProcess ours([] { become_sleeper("/bin/sleep"); });
  PackageNames names(std::make_unique<OnePackage>("/opt/prog"), kMost);
  for (int i = 0; i < 12; ++i) {
    const std::string path = "/opt/" + std::to_string(i);
    std::vector<Process> processes = {sleeper(process.pid(), path), sleeper(process.pid()),
                                      sleeper(ours.pid(), path)};
    names.look_up(processes);
    ASSERT_LE(names.remembered(), kMost + 2 * processes.size() + 2);
    ASSERT_EQ(processes[1].package, "dreams");
  }
}

TEST(Bundles, ReadsTheNameOfAFlatpak) {
  const auto bundle = parse_flatpak_info(
      "[Application]\nname=org.example.App\nruntime=runtime/"
      "x\n\n[Instance]\napp-commit=0123456789abcdef\nname=no\n");
  ASSERT_TRUE(bundle);
  EXPECT_EQ(bundle->manager, "flatpak");
  EXPECT_EQ(bundle->name, "org.example.App");
  EXPECT_EQ(bundle->version, "0123456789ab");
  EXPECT_FALSE(parse_flatpak_info("name=org.example.App\n"));
  EXPECT_FALSE(parse_flatpak_info(""));
}

TEST(Bundles, ReadsNameAndVersionOfASnap) {
  const auto bundle = parse_snap_yaml(
      "name: firefox\nversion: \"131.0\"\nsummary: 'A browser'\nlicense: MPL-2.0\napps:\n  name: "
      "no\n");
  ASSERT_TRUE(bundle);
  EXPECT_EQ(bundle->name, "firefox");
  EXPECT_EQ(bundle->version, "131.0");
  EXPECT_EQ(bundle->summary, "A browser");
  EXPECT_EQ(bundle->licence, "MPL-2.0");
  EXPECT_FALSE(parse_snap_yaml(" name: firefox\n:\n"));
}

}  // namespace
}  // namespace portexplorer
