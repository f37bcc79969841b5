#include "faces/cli/log_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>

#include "base/text_file.h"
#include "support/remove_tree.h"

namespace portexplorer::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LogFiles : public ::testing::Test {
 protected:
  LogFiles() {
    std::string name = std::filesystem::temp_directory_path() / "portexplorer-log-XXXXXX";
    directory_ = ::mkdtemp(name.data());
  }
  ~LogFiles() override { remove_tree(directory_); }
  [[nodiscard]] std::string path() const { return directory_ / "log"; }
  static std::string read(const std::string& name) { return read_text_file(name).value_or(""); }
  Result<LogFile> open(std::uint64_t max_bytes, std::uint64_t keep = 2) {
    return LogFile::open({.path = path(),
                          .max_bytes = max_bytes,
                          .max_files = keep,
                          .gap = [](std::uint64_t n) { return "-" + std::to_string(n) + "\n"; }},
                         "head\n", [this](const std::string& s) { said_.push_back(s); });
  }
  std::filesystem::path directory_;
  std::vector<std::string> said_;
};

TEST_F(LogFiles, AreRotatedBetweenLines) {
  auto file = open(15);
  ASSERT_TRUE(file);
  file->append("aaaa\nbbbb\ncccc\ndddd\neeee\nffff\ngggg\n");
  EXPECT_EQ(read(path()), "head\ngggg\n");
  EXPECT_EQ(read(path() + ".1"), "head\neeee\nffff\n");
  EXPECT_EQ(read(path() + ".2"), "head\ncccc\ndddd\n");
  EXPECT_FALSE(std::filesystem::exists(path() + ".3"));
}

TEST_F(LogFiles, ALineLongerThanTheLimitStaysWhole) {
  auto file = open(10);
  ASSERT_TRUE(file);
  file->append("a line of more than ten bytes\nb\n");
  EXPECT_EQ(read(path() + ".1"), "head\na line of more than ten bytes\n");
  EXPECT_EQ(read(path()), "head\nb\n");
}

TEST_F(LogFiles, AppendToExistingFiles) {
  std::ofstream(path()) << "old\n";
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("new\n");
  EXPECT_EQ(read(path()), "old\nnew\n");
  EXPECT_EQ(std::filesystem::status(path() + "x").type(), std::filesystem::file_type::not_found);
}

TEST_F(LogFiles, AreReadableByTheOwnerOnly) {
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("x\n");
  EXPECT_EQ(std::filesystem::status(path()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

constexpr uid_t kSomebodyElse = 12345;

TEST_F(LogFiles, ASymbolicLinkIsFollowedOnlyIfRootOrTheCallerOwnsIt) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const std::string target = directory_ / "target";
  ASSERT_EQ(::symlink("target", path().c_str()), 0);
  ASSERT_TRUE(open(1000));
  EXPECT_TRUE(std::filesystem::exists(target)) << "one's own, also to what is not there yet";
  std::filesystem::remove(target);
  ASSERT_EQ(::lchown(path().c_str(), kSomebodyElse, kSomebodyElse), 0);
  const auto refused = open(1000);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("contains a symbolic link owned by user 12345"));
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(LogFiles, ASymbolicLinkInADirectoryOfThePathIsCheckedToo) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  std::filesystem::create_directory(directory_ / "real");
  const std::string link = directory_ / "folder";
  ASSERT_EQ(::symlink((directory_ / "real").c_str(), link.c_str()), 0);
  const auto open_behind_link = [&] {
    return LogFile::open({.path = link + "/log", .max_bytes = 1000, .max_files = 1}, "",
                         [](const std::string&) {});
  };
  EXPECT_TRUE(open_behind_link());
  EXPECT_TRUE(std::filesystem::exists(directory_ / "real/log"));
  std::filesystem::remove(directory_ / "real/log");
  ASSERT_EQ(::lchown(link.c_str(), kSomebodyElse, kSomebodyElse), 0);
  EXPECT_FALSE(open_behind_link());
  EXPECT_FALSE(std::filesystem::exists(directory_ / "real/log"));
}

TEST_F(LogFiles, AFileOfAnotherUserIsRefused) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  std::ofstream(path()) << "theirs\n";
  ASSERT_EQ(::chown(path().c_str(), kSomebodyElse, kSomebodyElse), 0);
  const auto refused = open(1000);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("belongs to user 12345"));
  EXPECT_EQ(read(path()), "theirs\n");
  // Also in a sticky directory that everyone may write, where the kernel refuses O_CREAT.
  ASSERT_EQ(::chmod(directory_.c_str(), 01777), 0);
  EXPECT_THAT(open(1000).error().what, HasSubstr("belongs to user 12345"));
}

TEST_F(LogFiles, AWarningIsGivenIfOthersCanRead) {
  std::ofstream(path()) << "";
  ASSERT_EQ(::chmod(path().c_str(), 0640), 0);
  ASSERT_TRUE(open(1000));
  EXPECT_THAT(said_, ElementsAre(HasSubstr("(mode 0640)")));
  said_.clear();
  ASSERT_EQ(::chmod(path().c_str(), 0600), 0);
  ASSERT_TRUE(open(1000));
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(LogFiles, AnOpenFileCanBeNamedByItsDescriptor) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  const UniqueFd shells(::open(path().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  ASSERT_EQ(::fchown(shells.get(), kSomebodyElse, kSomebodyElse), 0);
  for (const char* directory : {"/dev/fd/", "/proc/self/fd/"}) {
    auto file = LogFile::open(
        {.path = directory + std::to_string(shells.get()), .max_bytes = 10, .max_files = 1}, "",
        [this](const std::string& s) { said_.push_back(s); });
    ASSERT_TRUE(file) << file.error().what;
    file->append("aaaa\nbbbb\ncccc\n");
  }
  EXPECT_EQ(read(path()), "aaaa\nbbbb\ncccc\naaaa\nbbbb\ncccc\n")
      << "never put aside: the name is not the file's";
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(LogFiles, PipesAndDevicesMayHaveAnyOwner) {
  ASSERT_EQ(::geteuid(), 0u) << "run as root";
  ASSERT_EQ(::mkfifo(path().c_str(), 0666), 0);
  ASSERT_EQ(::chown(path().c_str(), kSomebodyElse, kSomebodyElse), 0);
  ASSERT_EQ(::chmod(directory_.c_str(), 01777), 0);
  const UniqueFd reader(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  auto file = open(1000);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_THAT(said_, ElementsAre(HasSubstr("belongs to user " + std::to_string(kSomebodyElse) +
                                           ", who can read what is written")));
  file->append("x\n");
  std::array<char, 16> text{};
  EXPECT_EQ(::read(reader.get(), text.data(), text.size()), 7) << "head and x";
  EXPECT_TRUE(LogFile::open({.path = "/dev/null", .max_bytes = 1000, .max_files = 1}, "",
                            [](const std::string&) {}));
}

TEST_F(LogFiles, DirectoriesAndLoopsAreRefused) {
  std::filesystem::create_directory(directory_ / "folder");
  ASSERT_EQ(::symlink("loop", (directory_ / "loop").c_str()), 0);
  for (const std::string& name :
       {std::string("/"), std::string("."), directory_.string(), directory_.string() + "/folder/",
        directory_.string() + "/loop", std::string()})
    EXPECT_FALSE(LogFile::open({.path = name, .max_bytes = 1000, .max_files = 1}, "",
                               [](const std::string&) {}))
        << name;
}

TEST_F(LogFiles, AFullDiskIsReportedOnceAndSurvived) {
  ASSERT_EQ(::symlink("/dev/full", path().c_str()), 0);
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("a\nb\n");
  file->append("c\n");
  EXPECT_EQ(file->unwritten_lines(), 3u);
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_THAT(said_[0], HasSubstr("No space left on device"));
}

// Limits the size of files, which has the same effect as a full disk.
class ScopedFullDisk {
 public:
  explicit ScopedFullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{bytes, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ScopedFullDisk(const ScopedFullDisk&) = delete;
  ScopedFullDisk& operator=(const ScopedFullDisk&) = delete;
  ~ScopedFullDisk() {
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &before_), 0);
    std::signal(SIGXFSZ, SIG_DFL);
  }

 private:
  rlimit before_{};
};

TEST_F(LogFiles, ReportWhereLinesAreMissing) {
  auto file = open(1000);
  ASSERT_TRUE(file);
  file->append("aaaa\n");
  {
    const ScopedFullDisk full(12);
    file->append("bbbb\n");
    file->append("cccc\ndddd\n");
  }
  file->append("eeee\n");
  {
    const ScopedFullDisk full(20);
    file->append("ffff\n");
  }
  {
    const ScopedFullDisk with_room_for_the_gap(21);
    file->append("gggg\n");
  }
  file->append("hhhh\n");
  EXPECT_EQ(read(path()), "head\naaaa\n-3\neeee\n-1\n-1\nhhhh\n");
  EXPECT_EQ(file->unwritten_lines(), 5u);
  EXPECT_THAT(said_, ElementsAre(HasSubstr("cannot write to"),
                                 HasSubstr("can be written again; 3 lines are missing"),
                                 HasSubstr("cannot write to"),
                                 HasSubstr("can be written again; 2 lines are missing")));
}

// The lines of a batch that fit are kept. The line that a full disk cuts is removed, and missing
// lines are counted.
TEST_F(LogFiles, AsManyLinesAsFitAreWritten) {
  auto file = open(1000);
  ASSERT_TRUE(file);
  {
    const ScopedFullDisk full(5 + 4 + 4 + 2);
    file->append("aaa\nbbb\nccc\nddd\n");
    EXPECT_EQ(read(path()), "head\naaa\nbbb\n");
    EXPECT_EQ(file->unwritten_lines(), 2u);
  }
  file->append("eee\n");
  EXPECT_EQ(read(path()), "head\naaa\nbbb\n-2\neee\n");
  EXPECT_EQ(file->unwritten_lines(), 2u);
  EXPECT_THAT(said_, ElementsAre(HasSubstr("cannot write to"),
                                 HasSubstr("can be written again; 2 lines are missing")));
}

TEST_F(LogFiles, OnlyRegularFilesAreRotated) {
  ASSERT_EQ(::symlink("/dev/null", path().c_str()), 0);
  auto file = open(10);
  ASSERT_TRUE(file);
  file->append("aaaa\nbbbb\ncccc\n");
  EXPECT_FALSE(std::filesystem::exists(path() + ".1"));
  EXPECT_TRUE(std::filesystem::is_symlink(path()));
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(LogFiles, AreRotatedQuicklyWithAnyMaximumOfFiles) {
  auto file = open(10, std::numeric_limits<std::uint64_t>::max());
  ASSERT_TRUE(file);
  for (int i = 0; i < 4; ++i) file->append("0123456\n");
  EXPECT_TRUE(std::filesystem::exists(path() + ".3"));
  EXPECT_FALSE(std::filesystem::exists(path() + ".4"));
}

TEST_F(LogFiles, AFifoIsOpenedOnceItHasAReader) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  UniqueFd reader;
  const auto wait = [&](int, std::chrono::milliseconds) {
    reader = UniqueFd(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    return true;
  };
  std::vector<std::string> said;
  auto file = LogFile::open({.path = path(), .wait = wait}, "",
                            [&](std::string line) { said.push_back(std::move(line)); });
  ASSERT_TRUE(file);
  EXPECT_THAT(said, ::testing::ElementsAre(::testing::HasSubstr("is a FIFO without a reader")));
  file->append("one line\n");
  std::array<char, 64> got{};
  ASSERT_EQ(::read(reader.get(), got.data(), got.size()), 9);
}

TEST_F(LogFiles, TheWaitForAReaderOfAFifoEndsWithTheProgram) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  const auto file =
      LogFile::open({.path = path(), .wait = [](int, std::chrono::milliseconds) { return false; }},
                    "", [](const std::string&) {});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::unavailable);
}

TEST_F(LogFiles, UnreadLinesOfAFifoAreCountedAtTheEnd) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  const UniqueFd reader(::open(path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  auto file =
      LogFile::open({.path = path(), .wait = [](int, std::chrono::milliseconds) { return false; }},
                    "", [](const std::string&) {});
  ASSERT_TRUE(file);
  const std::string lines(100'000, '\n');  // more than a pipe holds
  file->append(lines);
  EXPECT_TRUE(file->is_stopped());
  file->append("and one more\n");
  EXPECT_GT(file->unwritten_lines(), 1u);
}

TEST_F(LogFiles, KeepGrowingIfTheyCannotBeRotated) {
  auto file = open(10);
  ASSERT_TRUE(file);
  file->append("aaaa\n");
  std::filesystem::rename(directory_, directory_.string() + ".moved");
  file->append("bbbb\ncccc\n");
  EXPECT_EQ(read(directory_.string() + ".moved/log"), "head\naaaa\nbbbb\ncccc\n");
  EXPECT_THAT(said_, ElementsAre(HasSubstr("cannot rotate")));
  std::filesystem::rename(directory_.string() + ".moved", directory_);
}

}  // namespace
}  // namespace portexplorer::cli
