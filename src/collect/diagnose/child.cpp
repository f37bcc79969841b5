#include "collect/diagnose/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace portexplorer {
namespace {

constexpr int kWaitLimitMs = 2000;

// Inherited files would keep the parent's sockets open.
void close_all_but(std::vector<int> kept) {
  std::ranges::sort(kept);
  kept.push_back(-1);
  unsigned first = STDERR_FILENO + 1;
  for (const int fd : kept) {
    const unsigned last = fd < 0 ? ~0u : static_cast<unsigned>(fd) - 1;
    // Linux 5.9, which is newer than the oldest kernel on which BPF programs work here.
    if (first <= last && ::syscall(SYS_close_range, first, last, 0) != 0) {
      const unsigned most = std::min(last, static_cast<unsigned>(::sysconf(_SC_OPEN_MAX)));
      for (unsigned i = first; i <= most; ++i) ::close(static_cast<int>(i));
    }
    first = static_cast<unsigned>(fd) + 1;
  }
}

// In a child of a multithreaded process, glibc allows the use of the heap. The child must not wait
// for any other thread of the parent: none of them exists in it.
[[noreturn]] void live(ChildLine line, std::span<const int> kept, int parent,
                       const std::function<Result<void>(ChildLine&)>& body) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  std::vector<int> files(kept.begin(), kept.end());
  files.push_back(line.up());
  files.push_back(line.down());
  close_all_but(std::move(files));
  const Result<void> done = body(line);
  if (!done) {
    Told told;
    told.error = done.error().errno_value != 0 ? done.error().errno_value : EIO;
    line.tell(told);
  }
  ::_exit(0);
}

bool is_readable(int fd) {
  pollfd p{fd, POLLIN, 0};
  int ready = 0;
  do ready = ::poll(&p, 1, kWaitLimitMs);
  while (ready < 0 && errno == EINTR);
  return ready == 1;
}

}  // namespace

void ChildLine::tell(const Told& told) const {
  if (::write(up_.get(), &told, sizeof told) != sizeof told) ::_exit(1);
}

void ChildLine::await_end() const {
  char byte = 0;
  while (::read(down_.get(), &byte, 1) < 0 && errno == EINTR) {
  }
}

Result<Child> Child::start(std::span<const int> kept,
                           const std::function<Result<void>(ChildLine&)>& body) {
  int up[2];
  int down[2];
  if (::pipe2(up, O_CLOEXEC) != 0) return fail_errno(errno, "a pipe could not be created");
  UniqueFd up_read(up[0]);
  UniqueFd up_write(up[1]);
  if (::pipe2(down, O_CLOEXEC) != 0) return fail_errno(errno, "a pipe could not be created");
  UniqueFd down_read(down[0]);
  UniqueFd down_write(down[1]);
  const int parent = ::getpid();
  const int pid = ::fork();
  if (pid < 0) return fail_errno(errno, "a process could not be created");
  if (pid == 0) live(ChildLine(std::move(up_write), std::move(down_read)), kept, parent, body);
  return Child(pid, std::move(up_read), std::move(down_write));
}

Result<Told> Child::hear() const {
  Told told;
  if (!is_readable(up_.get()))
    return fail(ErrorKind::unavailable, "a helper process of the self-test did not answer");
  if (::read(up_.get(), &told, sizeof told) != sizeof told)
    return fail(ErrorKind::unavailable, "a helper process of the self-test ended early");
  if (told.error != 0) return fail_errno(told.error, "a helper process of the self-test failed");
  return told;
}

void Child::end() {
  if (pid_ == 0) return;
  down_.reset();
  // Its end of the pipe closes when it ends; until then there may be more messages to drain.
  char bytes[256];
  while (is_readable(up_.get()) && ::read(up_.get(), bytes, sizeof bytes) > 0) {
  }
  ::kill(pid_, SIGKILL);  // the pid cannot be reused before waitpid()
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

}  // namespace portexplorer
