#include "base/disposable.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include "base/unique_fd.h"

namespace portexplorer {
namespace {

using Clock = std::chrono::steady_clock;
using Results = std::vector<Result<std::string>>;

constexpr Text kOthersStuck = "not read, because other file systems do not answer"_text;
constexpr std::size_t kMostChildren = 2;
constexpr std::chrono::seconds kNotAskedAgain{30};
constexpr std::uint32_t kLargestResult = 256u << 20;

bool disposable = false;  // set once, in a child, before its work begins

struct Child {
  pid_t pid = -1;
  UniqueFd results;
};

// The children that have not been reaped yet, and the file systems that did not answer. A killed
// child may exist for a long time, since SIGKILL takes effect only when the server answers, so
// run_disposable() counts the children here before it creates another one. All access is under the
// lock, which a caller of run_disposable() holds until it returns.
class Children {
 public:
  std::unique_lock<std::mutex> lock() { return std::unique_lock(mutex_); }

  // Reaps children that have exited; returns how many have not.
  std::size_t alive() {
    std::erase_if(left_, [](const Left& left) {
      const pid_t got = ::waitpid(left.pid, nullptr, WNOHANG);
      return got == left.pid || (got < 0 && errno == ECHILD);
    });
    return left_.size();
  }

  // Returns whether a child is stuck in this file system or was recently. The latter matters for
  // file systems where a stuck child can be killed: it is gone, but the server is still silent.
  [[nodiscard]] bool is_silent(std::uint64_t place) const {
    if (place == 0) return false;
    const auto waits = [&](const Left& left) { return left.place == place; };
    const auto silent = [&](const Silent& one) {
      return one.place == place && Clock::now() < one.until;
    };
    return std::ranges::any_of(left_, waits) || std::ranges::any_of(silent_, silent);
  }

  void leave_behind(pid_t pid, std::uint64_t place) {
    left_.push_back({pid, place});
    if (place == 0) return;
    const auto now = Clock::now();
    std::erase_if(silent_,
                  [&](const Silent& one) { return one.place == place || one.until <= now; });
    silent_.push_back({place, now + kNotAskedAgain});
  }

 private:
  struct Left {
    pid_t pid;
    std::uint64_t place;  // the file system it is stuck in; 0: unknown
  };
  struct Silent {
    std::uint64_t place;
    Clock::time_point until;
  };
  std::mutex mutex_;
  std::vector<Left> left_;
  std::vector<Silent> silent_;
};

Children& children() {
  static Children all;
  return all;
}

std::uint64_t slot_of(const DisposableWork& work, std::size_t i) {
  return i < work.places.size() ? work.places[i] : 0;
}

// Items not to run, because their file system does not answer. Computed once before the fork, so
// that parent and child agree on which results are sent.
using Skipped = std::vector<bool>;

Skipped skipped_of(const DisposableWork& work, const Children& all) {
  Skipped skipped(work.count);
  for (std::size_t i = 0; i < work.count; ++i) skipped[i] = all.is_silent(slot_of(work, i));
  return skipped;
}

// Closes all file descriptors above 2 except `kept`.
void close_all_but(std::vector<int> kept) {
  std::ranges::sort(kept);
  unsigned next = 3;
  const auto close_until = [&](unsigned end) {  // exclusive
    if (end <= next) return;
    if (::syscall(SYS_close_range, next, end - 1, 0) == 0) return;
    const long most = ::sysconf(_SC_OPEN_MAX);  // before Linux 5.9
    for (unsigned fd = next; fd < end && fd < static_cast<unsigned>(std::max(most, 1024L)); ++fd)
      ::close(static_cast<int>(fd));
  };
  for (const int fd : kept) {
    if (fd < 3) continue;
    close_until(static_cast<unsigned>(fd));
    next = static_cast<unsigned>(fd) + 1;
  }
  close_until(std::numeric_limits<unsigned>::max());
}

bool write_all(int fd, const void* data, std::size_t size) {
  const char* next = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = ::write(fd, next, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    next += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

[[noreturn]] void run_child(const DisposableWork& work, std::size_t first, const Skipped& skipped,
                            int out) {
  disposable = true;
  // Signals from the terminal are meant for the program, so all are blocked and only SIGKILL ends
  // the child. The kernel sends it when the thread that forked the child exits.
  sigset_t all;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int standard : {0, 1, 2}) ::dup2(null, standard);
  std::vector<int> kept = work.keep;
  kept.push_back(out);
  close_all_but(std::move(kept));
  for (std::size_t i = first; i < work.count; ++i) {
    if (skipped[i]) continue;
    std::string result;
    try {
      result = work.run(i);
    } catch (...) {
      _exit(1);
    }
    const auto size =
        static_cast<std::uint32_t>(std::min<std::size_t>(result.size(), kLargestResult));
    if (!write_all(out, &size, sizeof size) || !write_all(out, result.data(), size)) break;
  }
  _exit(0);
}

enum class Reading { whole, late, ended };

Reading read_exactly(int fd, char* to, std::size_t size, Clock::time_point deadline) {
  while (size > 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return Reading::late;
    pollfd wait{fd, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(left.count())) <= 0) continue;
    const ssize_t n = ::read(fd, to, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Reading::ended;
    to += n;
    size -= static_cast<std::size_t>(n);
  }
  return Reading::whole;
}

std::optional<Child> start_child(const DisposableWork& work, std::size_t first,
                                 const Skipped& skipped) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  Child child{-1, UniqueFd(ends[0])};
  const UniqueFd out(ends[1]);
  child.pid = ::fork();
  if (child.pid == 0) run_child(work, first, skipped, out.get());
  if (child.pid < 0) return std::nullopt;
  return child;
}

// Ends a child that needs no further results. Waits at most 100 ms, because closing its files may
// itself call into a silent server; a child that takes longer is reaped by a later call.
void end_child(Children& all, pid_t pid) {
  ::kill(pid, SIGKILL);
  const UniqueFd end(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));  // Linux 5.3
  pollfd wait{end.get(), POLLIN, 0};
  constexpr int kMilliseconds = 100;
  if (end) ::poll(&wait, 1, kMilliseconds);
  all.leave_behind(pid, 0);
  static_cast<void>(all.alive());
}

// Reads the results of the items from `first` until the child fails or misses a deadline. Returns
// the index of the first item without a result; the caller starts another child for the rest, so
// one bad item costs only itself.
std::size_t take_results(const DisposableWork& work, std::size_t first, const Skipped& skipped,
                         const Child& child, Children& all, Results& results) {
  for (std::size_t i = first; i < work.count; ++i) {
    if (skipped[i]) continue;
    const auto deadline = Clock::now() + work.patience;
    std::uint32_t size = 0;
    std::string text;
    Reading reading =
        read_exactly(child.results.get(), reinterpret_cast<char*>(&size), sizeof size, deadline);
    if (reading == Reading::whole && size <= kLargestResult) {
      text.resize(size);
      reading = read_exactly(child.results.get(), text.data(), size, deadline);
    }
    if (reading == Reading::whole) {
      results[i] = std::move(text);
      continue;
    }
    if (reading == Reading::late) {
      results[i] = fail(ErrorKind::unavailable, kNoAnswer);
      ::kill(child.pid, SIGKILL);
      all.leave_behind(child.pid, slot_of(work, i));
    } else {
      results[i] = fail(ErrorKind::unavailable, "the process that read it ended early"_text);
      end_child(all, child.pid);
    }
    return i + 1;
  }
  end_child(all, child.pid);
  return work.count;
}

}  // namespace

bool is_disposable() { return disposable; }

// Each iteration settles at least one item, so the loop ends. Every item that misses its deadline
// leaves an abandoned child behind; kMostChildren of them end the loop early.
Results run_disposable(const DisposableWork& work) {
  Results results(work.count, Result<std::string>(fail(ErrorKind::unavailable, kOthersStuck)));
  Children& all = children();
  const auto lock = all.lock();
  for (std::size_t first = 0; first < work.count && all.alive() < kMostChildren;) {
    const Skipped skipped = skipped_of(work, all);
    if (skipped[first]) {
      ++first;
      continue;
    }
    const auto child = start_child(work, first, skipped);
    if (!child) {
      for (std::size_t i = first; i < work.count; ++i)
        results[i] = fail(ErrorKind::unavailable, "no child process can be created"_text);
      break;
    }
    first = take_results(work, first, skipped, *child, all, results);
  }
  for (std::size_t i = 0; i < work.count; ++i) {
    if (!results[i] && all.is_silent(slot_of(work, i)))
      results[i] = fail(ErrorKind::unavailable, kNoAnswer);
  }
  return results;
}

Result<std::string> run_disposable(const std::function<std::string()>& run, std::vector<int> keep,
                                   std::uint64_t place, std::chrono::milliseconds patience) {
  const DisposableWork work{.count = 1,
                            .run = [&](std::size_t) { return run(); },
                            .keep = std::move(keep),
                            .patience = patience,
                            .places = {place}};
  return run_disposable(work).front();
}

}  // namespace portexplorer
