#include "base/threads.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

#include "base/parallel.h"

namespace portexplorer {
namespace {

constexpr uid_t kNobody = 65534;

// Runs `body` in a child that cannot create threads, and returns its exit code. RLIMIT_NPROC does
// not apply to root.
int exit_code_without_threads(const std::function<int()>& body) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_NPROC, &none) != 0 ||
        (::geteuid() == 0 && ::setresuid(kNobody, kNobody, kNobody) != 0))
      _exit(100);
    _exit(body());
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(Threads, FailureIsReported) {
  EXPECT_EQ(exit_code_without_threads([] {
              const auto thread = start_thread([] { _exit(101); });
              return !thread && thread.error().kind == ErrorKind::unavailable &&
                             thread.error().errno_value == EAGAIN
                         ? 0
                         : 1;
            }),
            0);
}

TEST(Threads, TheCallerDoesTheWorkIfNoThreadCanBeCreated) {
  EXPECT_EQ(exit_code_without_threads([] {
              pid_t by = 0;
              const std::jthread thread = run_beside([&] { by = ::gettid(); });
              return !thread.joinable() && by == ::gettid() ? 0 : 1;
            }),
            0);
}

TEST(Threads, ParallelWorkIsSequentialIfNoThreadCanBeCreated) {
  EXPECT_EQ(exit_code_without_threads([] {
              int done = 0;
              for_each_in_parallel(7, [&](std::size_t) { ++done; });
              return done == 7 ? 0 : 1;
            }),
            0);
}

TEST(Threads, RunsConcurrentlyWithTheCaller) {
  pid_t by = 0;
  {
    const std::jthread thread = run_beside([&] { by = ::gettid(); });
  }
  EXPECT_NE(by, 0);
  EXPECT_NE(by, ::gettid());
}

}  // namespace
}  // namespace portexplorer
