#include "faces/cli/row_blocks.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "base/unique_fd.h"

namespace portexplorer::cli {
namespace {

std::string contents(int fd) {
  std::string text(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
  EXPECT_EQ(::pread(fd, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  return text;
}

// A writer with state: counts the rows that it has written.
struct CountingWriter {
  std::size_t rows = 0;
};

std::string written(std::size_t count) {
  const UniqueFd file(::memfd_create("rows", MFD_CLOEXEC));
  Output out(file.get());
  out.write("begin\n");
  write_row_blocks(
      out, count, [] { return CountingWriter{}; },
      [](CountingWriter& writer, TextBuffer& text, std::size_t i) {
        ++writer.rows;
        text.append(std::to_string(i));
        text.append('\n');
      });
  out.write("end\n");
  EXPECT_TRUE(out.flush());
  return contents(file.get());
}

TEST(RowBlocks, AreWrittenInOrderForAnyCount) {
  for (const std::size_t count : {0u, 1u, 511u, 512u, 513u, 4096u, 4097u, 20'001u}) {
    std::string expected = "begin\n";
    for (std::size_t i = 0; i < count; ++i) expected += std::to_string(i) + '\n';
    EXPECT_EQ(written(count), expected + "end\n") << count;
  }
}

TEST(RowBlocks, EndSoonAfterTheOutputFailed) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  Output out(full.get());
  std::atomic<std::size_t> rendered{0};
  write_row_blocks(
      out, 1'000'000, [] { return 0; },
      [&](int&, TextBuffer& text, std::size_t) {
        ++rendered;
        text.append(std::string(1000, 'x'));
      });
  EXPECT_EQ(out.state(), Output::State::failed);
  EXPECT_EQ(out.errno_value(), ENOSPC);
  EXPECT_LE(rendered.load(), 4096u) << "no block is rendered after the first failure";
}

}  // namespace
}  // namespace portexplorer::cli
