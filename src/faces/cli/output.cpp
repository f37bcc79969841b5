#include "faces/cli/output.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace portexplorer::cli {
namespace {

constexpr std::size_t kKeptBytes = std::size_t{4} << 20;

// For a terminal or pipe that another process has made non-blocking.
void wait_writable(int fd) {
  pollfd p{fd, POLLOUT, 0};
  ::poll(&p, 1, -1);
}

}  // namespace

// Chooses how to write without blocking. O_NONBLOCK is not an option: it would affect every process
// that shares the open file.
void Output::find_way() {
  // WAKEUP_CHARS of drivers/tty: with less room than this, poll() does not report POLLOUT.
  constexpr std::size_t kTerminalPiece = 256;
  struct stat status {};
  const bool known = ::fstat(fd_, &status) == 0;
  piece_ = known && S_ISFIFO(status.st_mode) ? PIPE_BUF : kTerminalPiece;
  if (!wait_ || !known || S_ISREG(status.st_mode)) way_ = Way::plain;
  else way_ = S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ? Way::at_once : Way::by_pieces;
}

ssize_t Output::write_some(std::string_view text) {
  if (way_ == Way::unknown) find_way();
  if (way_ == Way::plain) return ::write(fd_, text.data(), text.size());
  if (way_ == Way::at_once) {
    const iovec whole{const_cast<char*>(text.data()), text.size()};
    const ssize_t n = ::pwritev2(fd_, &whole, 1, -1, RWF_NOWAIT);
    if (n >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)) return n;
    way_ = Way::by_pieces;  // not supported by this kernel or file
  }
  pollfd ready{fd_, POLLOUT, 0};
  if (::poll(&ready, 1, 0) == 0) {
    errno = EAGAIN;
    return -1;
  }
  return ::write(fd_, text.data(), std::min(text.size(), piece_));
}

bool Output::flush() {
  std::string_view rest = buffer_.view();
  while (!rest.empty() && state_ == State::good) {
    const ssize_t n = write_some(rest);
    if (n >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      if (!wait_) wait_writable(fd_);
      else if (!wait_(fd_)) state_ = State::stopped;
    } else if (errno != EINTR) {
      errno_ = errno;
      state_ = errno == EPIPE ? State::closed : State::failed;
    }
  }
  if (state_ == State::stopped)
    dropped_lines_ += static_cast<std::uint64_t>(std::ranges::count(rest, '\n'));
  // Release the memory of an unusually large output.
  if (buffer_.size() > kKeptBytes) buffer_ = TextBuffer();
  else buffer_.clear();
  return state_ == State::good;
}

void Output::write_or_skip(std::string_view text) const {
  pollfd ready{fd_, POLLOUT, 0};
  if (::poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0)
    static_cast<void>(!::write(fd_, text.data(), text.size()));
}

}  // namespace portexplorer::cli
