// Complete inspections of real processes that the test starts. Requires root.
#include "inspect/inspection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include <array>
#include <limits>
#include <thread>

#include "support/inspection.h"
#include "support/netns/private_mounts.h"
#include "support/procfs/own_sandbox.h"
#include "support/procfs/test_process.h"
#include "support/remove_tree.h"

namespace portexplorer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Inspection, APackagedProgramIsCompleteAndInconspicuous) {
  const TestProcess process([] { become_sleeper("/bin/sleep"); });
  const ProcessReport report = inspected(process.pid());
  EXPECT_EQ(report.general.process.path, "/usr/bin/sleep");
  EXPECT_EQ(report.version.package->name, "coreutils");
  EXPECT_EQ(report.security.integrity.value, Integrity::unchanged) << report.security.integrity.why;
  EXPECT_EQ(report.security.sha256->size(), 64u);
  EXPECT_THAT(*report.security.exposures, IsEmpty());
  EXPECT_THAT(all_standing_out(report), IsEmpty());
  EXPECT_EQ(report.general.parents.front().pid, Pid(::getpid()));
  EXPECT_THAT(summary_of(report), HasSubstr("package coreutils"));
  EXPECT_THAT(summary_of(report), HasSubstr("None of 14 checks stands out."));
  EXPECT_FALSE(report.ended);
}

TEST(Inspection, DoesNotChangeTheAccessTime) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  const std::string path = directory.path() / "prog";
  const std::array<timespec, 2> times = {timespec{1000, 0}, timespec{2000, 0}};
  const TestProcess process([&] { become_sleeper(path); });
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0), 0);
  EXPECT_EQ(inspected(process.pid()).general.file->last_read.value(), 1000 * kNanosecondsPerSecond);
  EXPECT_EQ(inspected(process.pid()).general.file->last_read.value(), 1000 * kNanosecondsPerSecond);
}

TEST(Inspection, ADeletedFileIsReported) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  const TestProcess process([&] { become_sleeper(directory.path() / "prog"); });
  std::filesystem::remove(directory.path() / "prog");
  const ProcessReport report = inspected(process.pid());
  EXPECT_TRUE(stands_out(report, "deleted_executable"));
  EXPECT_TRUE(stands_out(report, "writable_place"));
  EXPECT_EQ(report.security.sha256->size(), 64u);
}

// Only a package update is harmless (Scene.AnUpgradedDaemon); any other replacement may be an
// attack.
TEST(Inspection, AReplacedFileWithoutAPackageIsReported) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  const TestProcess process([&] { become_sleeper(directory.path() / "prog"); });
  std::filesystem::remove(directory.path() / "prog");
  copy_sleeper(directory.path() / "prog");
  const ProcessReport report = inspected(process.pid());
  EXPECT_TRUE(stands_out(report, "deleted_executable"));
  EXPECT_FALSE(stands_out(report, "changed"));
  EXPECT_THAT(summary_of(report), Not(HasSubstr("An update has replaced its file")));
  EXPECT_THAT(summary_of(report), HasSubstr("another file, of no known package, is at"));
}

// The kernel appends " (deleted)" to the path of a removed file, but a file may also have such a
// name.
TEST(Inspection, ALibraryNamedDeletedIsNotDeleted) {
  const TestDirectory directory;
  const auto map = [](const std::string& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file.get(), 0) == MAP_FAILED)
      ::_exit(1);
  };
  const std::string named = directory.path() / "named.so (deleted)";
  const std::string gone = directory.path() / "gone.so";
  const std::string both = directory.path() / "both.so (deleted)";
  for (const std::string& path : {named, gone, both}) copy_sleeper(path);
  const TestProcess process([&] {
    for (const std::string& path : {named, gone, both}) map(path);
    std::filesystem::remove(gone);
    std::filesystem::remove(both);
    copy_sleeper(gone + " (deleted)");  // another file
  });
  const ProcessReport report = inspected(process.pid());
  std::vector<std::string> deleted;
  for (const MappedFile& file : *report.security.mapped) {
    if (file.deleted) deleted.push_back(file.path);
  }
  EXPECT_THAT(deleted, testing::UnorderedElementsAre(gone, both));
  EXPECT_THAT(*report.security.mapped, Contains(testing::Field(&MappedFile::path, named)));
}

TEST(Inspection, AProgramInMemoryIsReported) {
  const TestProcess process([] {
    const int memory = ::memfd_create("hidden", MFD_CLOEXEC);
    const UniqueFd file(::open("/bin/sleep", O_RDONLY | O_CLOEXEC));
    const auto bytes = read_all(file.get(), 1 << 24);
    if (::write(memory, bytes->data(), bytes->size()) < 0) ::_exit(1);
    become_sleeper("/proc/self/fd/" + std::to_string(memory));
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_TRUE(stands_out(report, "memory_only"));
  EXPECT_TRUE(stands_out(report, "not_packaged"));
}

TEST(Inspection, APreloadedLibraryIsReported) {
  const TestProcess process([] {
    ::setenv("LD_PRELOAD", "/nonexistent/evil\n.so", 1);
    ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), 2);
    become_sleeper("/bin/sleep");
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_TRUE(stands_out(report, "ld_preload"));
  EXPECT_THAT(format_message(check_of(report, "ld_preload").evidence),
              HasSubstr("/nonexistent/evil\\n.so"));
}

TEST(Inspection, AScriptIsShownInsteadOfItsInterpreter) {
  const TestDirectory directory;
  directory.write("serve.py", "import time\ntime.sleep(1000)\n");
  const std::string script = directory.path() / "serve.py";
  const TestProcess process([&] {
    ::execl("/usr/bin/python3", "python3", script.c_str(), nullptr);
    ::_exit(127);
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_EQ(report.general.script.value, script) << report.general.script.why;
  EXPECT_FALSE(report.version.script_package);
  EXPECT_THAT(summary_of(report), HasSubstr("serve.py ("));
  EXPECT_THAT(summary_of(report), HasSubstr("is a script, run by python3"));
  EXPECT_THAT(summary_of(report),
              HasSubstr("Who made what it runs is not known: no installed package has this file."));
}

TEST(Inspection, SetuidWithoutAPackageIsReported) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  ::chmod((directory.path() / "prog").c_str(), 04755);
  const TestProcess process([&] { become_sleeper(directory.path() / "prog"); });
  const ProcessReport report = inspected(process.pid());
  EXPECT_EQ(report.general.file->mode & 07777, 04755u);
  EXPECT_TRUE(stands_out(report, "extra_rights"));
}

// A file that an unprivileged user mounted over another one, with a database that has its checksum.
TEST(Inspection, FilesInAUsersOwnMountsAreNoEvidence) {
  const TestDirectory files;
  copy_sleeper(files.path() / "prog");
  const auto sums =
      digests_of(UniqueFd(::open((files.path() / "prog").c_str(), O_RDONLY | O_CLOEXEC)).get(), {});
  ASSERT_TRUE(sums);
  files.write("info/openssh-server.list", "/usr/bin/true\n");
  files.write("info/openssh-server.md5sums", sums->md5 + "  usr/bin/true\n");
  files.write(
      "status",
      "Package: openssh-server\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:9.2\n"
      "Maintainer: Debian\nDescription: secure shell (SSH) server\n\n");
  files.write("applications/sshd.desktop",
              "[Desktop Entry]\nType=Application\nName=Secure Shell\nExec=/usr/bin/true\n");
  const auto started = [&](bool root) {
    return std::make_unique<TestProcess>([&, root] {
      const bool done = root ? ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private()
                             : become_nobody() && unshare_as_own_root();
      if (!done || !lay_over(files.path(), "/var/lib/dpkg") ||
          !lay_over(files.path() / "prog", "/usr/bin/true"))
        ::_exit(1);
      become_sleeper("/usr/bin/true");
    });
  };
  const auto looked_at = [&](const TestProcess& process) {
    InspectOptions options;
    options.snapshot = derive(nullptr, *make_local_source()->sample({}));
    options.data_directories = files.path();
    return *inspect_process(process.pid(), options);
  };
  const auto of_root = started(true);
  const ProcessReport true_one = looked_at(*of_root);
  ASSERT_TRUE(true_one.version.package) << true_one.version.package.why;
  EXPECT_EQ(true_one.security.integrity.value, Integrity::unchanged)
      << true_one.security.integrity.why;
  EXPECT_THAT(summary_of(true_one),
              HasSubstr("It came with the package openssh-server, version 1:9.2."));
  EXPECT_THAT(summary_of(true_one), HasSubstr("secure shell (SSH) server"));
  EXPECT_EQ(true_one.general.desktop->name, "Secure Shell");

  const auto of_nobody = started(false);
  const ProcessReport false_one = looked_at(*of_nobody);
  EXPECT_TRUE(false_one.general.own_user_namespace);
  EXPECT_FALSE(false_one.security.integrity);
  EXPECT_FALSE(false_one.general.desktop);
  for (const char* id : {"changed", "not_packaged", "system_preload"}) {
    EXPECT_EQ(check_of(false_one, id).result, CheckResult::could_not_run) << id;
    EXPECT_THAT(format_message(check_of(false_one, id).evidence),
                testing::Not(HasSubstr("could not be read")))
        << id;
  }
  const std::string summary = summary_of(false_one);
  EXPECT_THAT(summary, HasSubstr("According to its own container, it came with the package "
                                 "openssh-server, version 1:9.2."));
  EXPECT_THAT(summary, HasSubstr("It runs in a user namespace that root has not made"));
  for (const char* claim : {". It came with", "unchanged since", "secure shell (SSH) server"})
    EXPECT_THAT(summary, testing::Not(HasSubstr(claim)));
}

TEST(Inspection, ABundleNamedByTheEnvironmentIsNoEvidence) {
  std::string place = "/tmp/.mount_test-XXXXXX";
  ASSERT_NE(::mkdtemp(place.data()), nullptr);
  ::chmod(place.c_str(), 0755);
  copy_sleeper(place + "/prog");
  const TestProcess process([&] {
    ::setenv("APPIMAGE", "/opt/Nice.AppImage", 1);
    become_sleeper(place + "/prog");
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_FALSE(report.version.package);
  EXPECT_TRUE(stands_out(report, "not_packaged"));
  EXPECT_THAT(summary_of(report), HasSubstr("Who made it is not known"));
  EXPECT_THAT(summary_of(report),
              HasSubstr("Its environment names the bundle Nice.AppImage as its source."));
  remove_tree(place);
}

// All users may create files in /tmp, but the sticky bit keeps others from replacing one.
TEST(Inspection, AFileInAStickyDirectoryCannotBeReplaced) {
  const TestDirectory directory;
  const std::string shared = directory.path() / "shared";
  std::filesystem::create_directory(shared);
  copy_sleeper(shared + "/prog");
  const TestProcess process([&] { become_sleeper(shared + "/prog"); });
  for (const bool sticky : {true, false}) {
    ASSERT_EQ(::chmod(shared.c_str(), sticky ? 01777 : 0777), 0);
    const ProcessReport report = inspected(process.pid());
    ASSERT_TRUE(stands_out(report, "writable_place"));
    ASSERT_EQ(report.security.exposures->front().place, shared);
    EXPECT_EQ(report.security.exposures->front().adds_only, sticky);
    const std::string said = format_message(check_of(report, "writable_place").evidence);
    EXPECT_EQ(said.find("Others can replace the file it runs") == std::string::npos, sticky)
        << said;
  }
}

// Its arguments can be those of any packaged script. `tail -f` never ends, whatever its name.
TEST(Inspection, ArgumentsAreNoEvidence) {
  const TestDirectory files;
  std::filesystem::copy_file("/usr/bin/tail", files.path() / "python3");
  const TestProcess process([&] {
    ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), 1);
    ::execl((files.path() / "python3").c_str(), "python3", "/usr/bin/ldd", "-f", nullptr);
    ::_exit(127);
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_EQ(report.general.script.value, "/usr/bin/ldd");
  EXPECT_TRUE(stands_out(report, "writable_place"));
  EXPECT_TRUE(stands_out(report, "not_packaged"));
  EXPECT_THAT(summary_of(report),
              HasSubstr("The script that its arguments name came with the package libc-bin"));
  EXPECT_THAT(summary_of(report), testing::Not(HasSubstr("What it runs came with")));
}

TEST(Inspection, AUserManagerIsNotTheSystem) {
  ProcessReport report;
  report.general.process.name = report.general.process.program = "nc";
  report.general.process.user = "joe";
  report.general.process.unit = "ssh.service";
  report.general.process.cgroup =
      "/user.slice/user-1000.slice/user@1000.service/app.slice/ssh.service";
  report.summary = summarize_process(report);
  EXPECT_THAT(summary_of(report),
              HasSubstr("A service manager of a user started it as a service, ssh.service"));
  EXPECT_THAT(summary_of(report), testing::Not(HasSubstr("The system started it")));
}

TEST(Inspection, AShellOnASocketIsReported) {
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  const TestProcess process([&] {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) ::_exit(1);
    ::dup2(fd, 0);
    ::execl("/bin/sh", "sh", nullptr);
    ::_exit(127);
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_TRUE(stands_out(report, "shell_on_socket"));
  EXPECT_THAT(summary_of(report), HasSubstr("127.0.0.1"));
}

TEST(Inspection, PartsReadBeforeTheProcessExitsAreKept) {
  auto process = std::make_unique<TestProcess>([] { become_sleeper("/bin/sleep"); });
  auto inspection = Inspection::begin(process->pid(), {});
  ASSERT_TRUE(inspection);
  inspection->read_general();
  process.reset();
  inspection->read_version();
  inspection->find_sockets();
  inspection->read_security();
  const ProcessReport report = inspection->finish();
  EXPECT_TRUE(report.ended);
  EXPECT_EQ(report.general.process.path, "/usr/bin/sleep");
  EXPECT_FALSE(report.security.preload);
  EXPECT_EQ(report.security.preload.why, "it is gone");
  EXPECT_THAT(summary_of(report), HasSubstr("ended while it was looked at"));
  EXPECT_EQ(check_of(report, "ld_preload").result, CheckResult::could_not_run);
}

TEST(Inspection, MissingPartsAreReportedToAnUnprivilegedUser) {
  const TestProcess process([] { become_sleeper("/bin/sleep"); });
  InspectOptions options;
  options.snapshot = derive(nullptr, *make_local_source()->sample({}));
  const std::string wrong = in_child([&]() -> std::string {
    if (!become_nobody()) return "nobody is root";
    const auto report = inspect_process(process.pid(), options);
    if (!report) return report.error().what;
    if (report->general.file || report->security.preload) return "it read what it may not";
    if (report->security.preload.why != "permission denied; root may read it")
      return report->security.preload.why;
    const bool claims = summary_of(*report).find("no network connection") != std::string::npos;
    if (report->snapshot || claims) return "it claims to know the sockets";
    if (report->checks.size() != 14) return "checks are missing";
    return summary_of(*report).find("could not run") == std::string::npos
               ? "the summary claims too much"
               : "";
  });
  EXPECT_EQ(wrong, "");
}

// Root without CAP_SYS_PTRACE may open the directory of open files, but none of the files.
TEST(Inspection, UnreadableOpenFilesProveNothing) {
  const TestProcess process([] { become_sleeper("/bin/sleep"); });
  InspectOptions options;
  options.snapshot = derive(nullptr, *make_local_source()->sample({}));
  const std::string wrong = in_child([&]() -> std::string {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> sets{};
    if (::syscall(SYS_capget, &header, sets.data()) != 0) return "no capabilities can be read";
    sets[0].effective = sets[0].permitted &= ~(1u << CAP_SYS_PTRACE);
    if (::syscall(SYS_capset, &header, sets.data()) != 0) return "no capability can be given up";
    const auto report = inspect_process(process.pid(), options);
    if (!report) return report.error().what;
    const bool claims = summary_of(*report).find("no network connection") != std::string::npos;
    return report->snapshot || claims ? "it claims to know the sockets" : "";
  });
  EXPECT_EQ(wrong, "");
}

// Reading all of it would exceed any time limit.
constexpr off_t kTooLarge = off_t{1} << 40;

TEST(Inspection, TheChecksumOfALargeFileCanBeStopped) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  ASSERT_EQ(::truncate((directory.path() / "prog").c_str(), kTooLarge), 0);
  const TestProcess process([&] { become_sleeper(directory.path() / "prog"); });
  std::stop_source source;
  InspectOptions options;
  options.largest_checksummed = std::numeric_limits<std::uint64_t>::max();
  options.stop = source.get_token();
  auto inspection = Inspection::begin(process.pid(), options);
  ASSERT_TRUE(inspection);
  inspection->read_general();
  inspection->read_version();
  inspection->find_sockets();
  inspection->read_security();
  EXPECT_EQ(inspection->file_size(), std::uint64_t{kTooLarge});
  std::jthread other([&] { source.request_stop(); });
  inspection->read_checksums();
  const ProcessReport report = inspection->finish();
  EXPECT_FALSE(report.security.sha256);
  EXPECT_EQ(report.security.sha256.why, "reading the file was cancelled");
  EXPECT_EQ(check_of(report, "changed").result, CheckResult::could_not_run);
  EXPECT_EQ(report.general.process.path, directory.path() / "prog");
  EXPECT_TRUE(report.security.preload) << "the rest was read before";
}

TEST(Inspection, ALargeFileIsReadCompletelyOnlyOnRequest) {
  const TestDirectory directory;
  copy_sleeper(directory.path() / "prog");
  ASSERT_EQ(::truncate((directory.path() / "prog").c_str(), kTooLarge), 0);
  const TestProcess process([&] { become_sleeper(directory.path() / "prog"); });
  EXPECT_EQ(inspected(process.pid()).security.sha256.why,
            "the file is large; --all reads it all the same");
}

TEST(Inspection, ADamagedPackageDatabaseDoesNotAffectOtherParts) {
  const TestDirectory database;
  database.write("info/dreams.list", "/bin/sleep\n");
  database.write("status", std::string("\0\xff\n\nPackage", 12));
  const TestProcess process([&] {
    const bool done =
        ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private() &&
        ::mount(database.path().c_str(), "/var/lib/dpkg", nullptr, MS_BIND, nullptr) == 0;
    if (!done) ::_exit(1);
    become_sleeper("/bin/sleep");
  });
  const ProcessReport report = inspected(process.pid());
  EXPECT_FALSE(report.version.package);
  EXPECT_NE(report.version.package.why, "");
  EXPECT_EQ(check_of(report, "not_packaged").result, CheckResult::could_not_run);
  EXPECT_EQ(report.security.sha256->size(), 64u);
  EXPECT_THAT(summary_of(report), HasSubstr("Who made it is not known"));
}

TEST(Inspection, APathIsResolvedInTheRootOfTheProcess) {
  const TestDirectory hidden;
  copy_sleeper(hidden.path() / "prog");
  const TestProcess process([&] {
    const bool done = ::unshare(CLONE_NEWNS) == 0 && fixture::make_mounts_private() &&
                      ::mount(hidden.path().c_str(), "/opt", nullptr, MS_BIND, nullptr) == 0;
    if (!done) ::_exit(1);
    become_sleeper("/opt/prog");
  });
  ::chmod((hidden.path() / "prog").c_str(), 0757);
  const ProcessReport report = inspected(process.pid());
  EXPECT_EQ(report.general.process.path, "/opt/prog");
  EXPECT_FALSE(report.general.same_root);
  ASSERT_THAT(*report.security.exposures, testing::SizeIs(testing::Ge(1)));
  EXPECT_EQ(report.security.exposures->front().place, "/opt/prog");
  EXPECT_EQ(report.security.exposures->front().who, "everyone");
}

// Copies the libraries of the program, so that it starts in another root.
void copy_libraries(const std::filesystem::path& root, const std::string& program) {
  std::FILE* listing = ::popen(("ldd " + program).c_str(), "r");
  ASSERT_NE(listing, nullptr);
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), line.size(), listing) != nullptr) {
    const std::string_view text(line.data());
    const std::size_t start = text.find('/');
    if (start == std::string_view::npos) continue;
    const std::string path(text.substr(start, text.find(' ', start) - start));
    const std::filesystem::path copy = root.string() + path;
    std::filesystem::create_directories(copy.parent_path());
    std::filesystem::copy_file(path, copy, std::filesystem::copy_options::overwrite_existing);
  }
  ::pclose(listing);
}

// The owner of a directory above the root of a process can replace that root.
TEST(Inspection, DirectoriesAboveTheRootOfAProcessAreChecked) {
  const TestDirectory directory;
  const auto home = directory.path() / "home";
  const auto root = home / "root";
  std::filesystem::create_directories(root / "bin");
  copy_sleeper(root / "bin" / "prog");
  copy_libraries(root, "/bin/sleep");
  for (const auto& path : {directory.path(), home, root, root / "bin", root / "bin" / "prog"})
    ASSERT_EQ(::chmod(path.c_str(), 0755), 0);
  const TestProcess process([&] {
    if (::chroot(root.c_str()) != 0 || ::chdir("/") != 0) ::_exit(1);
    become_sleeper("/bin/prog");
  });
  const auto writers = [&] {
    const ProcessReport report = inspected(process.pid());
    EXPECT_EQ(*report.general.root, root.string());
    std::vector<std::string> found;
    for (const Exposure& e : *report.security.exposures) {
      if (!e.adds_only) found.push_back(e.place + " by " + e.who);
    }
    return found;
  };
  EXPECT_THAT(writers(), IsEmpty());
  ASSERT_EQ(::chown(home.c_str(), 1000, 1000), 0);
  EXPECT_THAT(writers(), testing::ElementsAre(home.string() + " by user 1000"));
  ASSERT_EQ(::chmod((root / "bin").c_str(), 0777), 0);
  EXPECT_THAT(writers(), testing::ElementsAre((root / "bin").string() + " by everyone",
                                              home.string() + " by user 1000"));
}

TEST(Inspection, NoSuchProcessIsAnError) {
  EXPECT_EQ(inspect_process(Pid(2147483647), {}).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace portexplorer
