#include "faces/cli/output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace portexplorer::cli {
namespace {

// A terminal or pipe that someone else made non-blocking: wait until it takes more.
void wait_writable(int fd) {
  pollfd p{fd, POLLOUT, 0};
  ::poll(&p, 1, -1);
}

}  // namespace

bool Output::flush() {
  std::string_view rest = buffer_.view();
  while (!rest.empty() && state_ == State::good) {
    const ssize_t n = ::write(fd_, rest.data(), rest.size());
    if (n >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      wait_writable(fd_);
    } else if (errno != EINTR) {
      errno_ = errno;
      state_ = errno == EPIPE ? State::closed : State::failed;
    }
  }
  buffer_.clear();
  return state_ == State::good;
}

}  // namespace portexplorer::cli
