// rpm packages, in databases that the tests create with rpm's own tools. Requires root.
#include "collect/packages/rpm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include "collect/packages/rpm_packages.h"
#include "inspect/inspection.h"
#include "support/netns/private_mounts.h"
#include "support/procfs/test_process.h"

namespace portexplorer {
namespace {

constexpr std::string_view kSpec = R"(
Name: nap
Epoch: 2
Version: 1.5
Release: 3
Summary: Naps for a while
License: MIT
Vendor: Nap Makers
URL: https://nap.example/
BuildArch: noarch
%description
Naps.
)";

std::string run(const std::vector<std::string>& words) {
  return in_child([&]() -> std::string {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nothing, 1);
    ::dup2(nothing, 2);
    ::execvp(arguments[0], arguments.data());
    return "cannot run " + words[0];
  });
}

// A directory with the program `prog` and the database `db`, which lists it in the package nap.
class RpmMachine {
 public:
  RpmMachine() {
    copy_sleeper(directory_.path() / "prog");
    // The spec file installs the file itself: rpm 4.20 chooses the build root itself and ignores
    // --buildroot.
    directory_.write("nap.spec", std::string(kSpec) + "%install\nmkdir -p %{buildroot}" +
                                     directory_.path().string() + "\ncp " + program() +
                                     " %{buildroot}" + program() + "\n%files\n" + program() + "\n");
    const std::string place = directory_.path();
    // Disables rpmbuild's post-processing of the files (stripping …).
    std::string wrong =
        run({"rpmbuild", "-bb", "--define", "_topdir " + place + "/top", "--define",
             "_rpmdir " + place + "/out", "--define", "__spec_install_pre %{nil}", "--define",
             "__spec_install_post %{nil}", "--define",
             "_binaries_in_noarch_packages_terminate_build 0", place + "/nap.spec"});
    // Debian's rpm 4.18 installs only with an option that 4.20 does not support.
    std::vector<std::string> install = {"rpm",
                                        "--dbpath",
                                        place + "/db",
                                        "-i",
                                        "--justdb",
                                        "--nodeps",
                                        place + "/out/noarch/nap-1.5-3.noarch.rpm"};
    if (wrong.empty() && !run(install).empty()) {
      install.emplace_back("--force-debian");
      wrong = run(install);
    }
    if (!wrong.empty()) throw std::runtime_error("the test's package: " + wrong);
  }

  [[nodiscard]] const TestDirectory& directory() const { return directory_; }
  [[nodiscard]] std::string program() const { return directory_.path() / "prog"; }
  [[nodiscard]] std::string database() const { return directory_.path() / "db"; }

 private:
  TestDirectory directory_;
};

bool lay_over(const std::string& directory, const char* place) {
  return ::mount(directory.c_str(), place, nullptr, MS_BIND, nullptr) == 0;
}

// Inspects `program` on a machine whose only package database is this one.
std::string inspected_with(const std::string& database, const std::string& program,
                           const std::function<std::string(const ProcessReport&)>& told) {
  const TestDirectory empty;
  return in_child([&]() -> std::string {
    const bool done = ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private() &&
                      lay_over(database, "/var/lib/rpm") && lay_over(empty.path(), "/var/lib/dpkg");
    if (!done) return "no mounts of the test's own";
    const TestProcess process([&] { become_sleeper(program); });
    const auto report = inspect_process(process.pid(), {});
    return report ? told(*report) : report.error().what;
  });
}

std::string integrity_of(const ProcessReport& report) {
  const auto& integrity = report.security.integrity;
  if (!integrity) return integrity.why;
  return *integrity == Integrity::unchanged ? "unchanged" : "changed";
}

TEST(Rpm, ReportsThePackageAndTheFilesDigest) {
  const RpmMachine machine;
  const auto told = [](const ProcessReport& report) -> std::string {
    if (!report.version.package) return report.version.package.why;
    const Package& p = *report.version.package;
    return p.manager + "|" + p.name + "|" + p.version + "|" + p.maintainer + "|" + p.homepage +
           "|" + p.summary + "|" + p.licence + "|" + p.architecture + "|" + p.source + "|" +
           integrity_of(report);
  };
  EXPECT_EQ(inspected_with(machine.database(), machine.program(), told),
            "rpm|nap|2:1.5-3|Nap Makers|https://nap.example/|Naps for a "
            "while|MIT|noarch|nap-1.5-3.src.rpm|unchanged");
}

TEST(Rpm, AChangedFileIsFound) {
  const RpmMachine machine;
  std::ofstream(machine.program(), std::ios::binary | std::ios::app) << "x";
  EXPECT_EQ(inspected_with(machine.database(), machine.program(), integrity_of), "changed");
}

TEST(Rpm, TheListsColumnShowsItToo) {
  const RpmMachine machine;
  const std::string told = in_child([&]() -> std::string {
    if (::unshare(CLONE_NEWNS) != 0 || !fixture::make_mounts_private() ||
        !lay_over(machine.database(), "/var/lib/rpm"))
      return "no mounts";
    RpmPackages packages;
    const std::vector<std::string> paths = {machine.program(), "/opt/none"};
    const auto owners = packages.owners(paths);
    return packages.version() && owners ? (*owners)[0] + "|" + (*owners)[1] : "nothing";
  });
  EXPECT_EQ(told, "nap|");
}

TEST(Rpm, AFileOfNoPackageIsReported) {
  const RpmMachine machine;
  const std::string other = machine.directory().path() / "other";
  copy_sleeper(other);
  const auto told = [](const ProcessReport& report) {
    std::string text = report.version.package.why;
    for (const MappedFile& file : *report.security.mapped) {
      if (file.packaged != false) text += " but " + file.path;
    }
    return text;
  };
  EXPECT_EQ(inspected_with(machine.database(), other, told), "no installed package has this file");
}

TEST(Rpm, ABrokenDatabaseLeavesTheRest) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  directory.write("db/rpmdb.sqlite", std::string(5000, '\xff'));
  const auto told = [](const ProcessReport& report) {
    return report.version.package.why + "|" + integrity_of(report) + "|" +
           std::to_string(report.security.sha256->size());
  };
  EXPECT_EQ(inspected_with(directory.path() / "db", directory.path() / "prog", told),
            "the rpm database could not be read|the rpm database could not be read|64");
}

TEST(Rpm, ADatabaseInAnotherRootIsNotTakenForOurs) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  directory.write("db/rpmdb.sqlite", "");
  const TestProcess process([&] {
    if (::unshare(CLONE_NEWNS) != 0 || !fixture::make_mounts_private() ||
        !lay_over(directory.path() / "db", "/var/lib/rpm"))
      ::_exit(1);
    become_sleeper(directory.path() / "prog");
  });
  const auto report = inspect_process(process.pid(), {});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->version.package.why,
            "its packages are rpm's, in another root than ours, where they are not read");
}

TEST(Rpm, RecognizesADatabaseByItsFile) {
  const TestDirectory root;
  EXPECT_FALSE(find_rpm_database(root.path()));
  root.write("var/lib/rpm/Packages", "");
  EXPECT_EQ(find_rpm_database(root.path())->kind, "bdb_ro");
  root.write("usr/lib/sysimage/rpm/rpmdb.sqlite", "");
  EXPECT_EQ(find_rpm_database(root.path())->kind, "sqlite");
  EXPECT_EQ(find_rpm_database(root.path())->directory,
            root.path().string() + "/usr/lib/sysimage/rpm");
}

TEST(Rpm, DigestsAreComparedByTheirKind) {
  const Digests sums{std::string(32, 'a'), std::string(64, 'b')};
  EXPECT_EQ(same_digest(std::string(32, 'a'), sums), true);
  EXPECT_EQ(same_digest(std::string(64, 'a'), sums), false);
  EXPECT_EQ(same_digest(std::string(40, 'a'), sums), std::nullopt) << "SHA-1 is not computed";
  EXPECT_EQ(same_digest("", {.md5 = "", .sha256 = sums.sha256}), std::nullopt)
      << "MD5 that was refused is no checksum";
}

}  // namespace
}  // namespace portexplorer
