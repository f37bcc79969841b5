#include "base/disposable.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/unique_fd.h"

namespace portexplorer {
namespace {

constexpr std::chrono::milliseconds kLong{60'000};
constexpr std::chrono::milliseconds kShort{50};

std::vector<Result<std::string>> run_three(const std::function<std::string(std::size_t)>& run,
                                           std::chrono::milliseconds patience) {
  return run_disposable({.count = 3, .run = run, .keep = {}, .patience = patience, .places = {}});
}

TEST(Disposable, ResultsAreInTheOrderOfTheItems) {
  const auto text_of = [](std::size_t i) {
    return std::string(i * 100'000, static_cast<char>('a' + i));
  };
  const auto results = run_three(text_of, kLong);
  ASSERT_EQ(results.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(results[i].value(), text_of(i));
}

TEST(Disposable, AnItemThatTimesOutDoesNotAffectTheOthers) {
  const auto run = [](std::size_t i) {
    if (i == 1) {
      for (;;) ::pause();
    }
    return std::to_string(i);
  };
  // Long enough even on a busy machine. The stuck item never returns.
  const auto results = run_three(run, std::chrono::seconds(5));
  EXPECT_EQ(results[0].value(), "0");
  ASSERT_FALSE(results[1]);
  EXPECT_EQ(results[1].error().kind, ErrorKind::unavailable);
  EXPECT_EQ(results[1].error().what, kNoAnswer.source);
  EXPECT_EQ(results[2].value(), "2");
}

TEST(Disposable, TheChildKeepsOnlyTheFilesThatItNeeds) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), 0), 0);
  UniqueFd read(ends[0]);
  UniqueFd write(ends[1]);
  const auto open_files = run_disposable(
      [&] {
        std::string found;
        struct stat status {};
        for (const int fd : {read.get(), write.get()})
          found += ::fstat(fd, &status) == 0 ? "open " : "closed ";
        return found + (::isatty(1) == 1 || ::write(1, "x", 1) != 1 ? "bad" : "null");
      },
      {read.get()}, 0, kLong);
  EXPECT_EQ(open_files.value(), "open closed null");
  // An abandoned child must not keep our pipe open either: the reader sees the end.
  ASSERT_FALSE(run_disposable(
      [] {
        ::pause();
        return std::string();
      },
      {}, 0, kShort));
  write.reset();
  pollfd wait{read.get(), POLLIN, 0};
  ASSERT_EQ(::poll(&wait, 1, static_cast<int>(kLong.count())), 1);
  EXPECT_NE(wait.revents & POLLHUP, 0);
}

TEST(Disposable, AChildThatCrashesIsAnError) {
  const auto result = run_disposable([]() -> std::string { _exit(3); }, {}, 0, kLong);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().what, "the process that read it ended early");
}

TEST(Disposable, TheChildKnowsThatItIsDisposable) {
  EXPECT_FALSE(is_disposable());
  EXPECT_EQ(run_disposable([] { return std::string(is_disposable() ? "yes" : "no"); }, {}, 0, kLong)
                .value(),
            "yes");
}

}  // namespace
}  // namespace portexplorer
