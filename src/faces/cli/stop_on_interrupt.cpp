#include "faces/cli/stop_on_interrupt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <system_error>

namespace portexplorer::cli {

StopOnInterrupt::StopOnInterrupt() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  signals_ = UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  end_ = UniqueFd(::eventfd(0, EFD_CLOEXEC));
  if (!signals_ || !end_) return;
  ::pthread_sigmask(SIG_BLOCK, &set, &before_);
  try {
    waiter_ = std::thread([this] { wait(); });
  } catch (const std::system_error&) {
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
}

StopOnInterrupt::~StopOnInterrupt() {
  if (!waiter_.joinable()) return;
  const std::uint64_t one = 1;
  static_cast<void>(!::write(end_.get(), &one, sizeof one));
  waiter_.join();
  // Discard a SIGINT that arrived after the wait: it must not end the program.
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof info) > 0) {
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopOnInterrupt::wait() const {
  std::array<pollfd, 2> fds = {pollfd{signals_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
  while (true) {
    if (::poll(fds.data(), fds.size(), -1) < 0) continue;
    if (fds[1].revents != 0) return;
    if (fds[0].revents == 0) continue;
    std::stop_source source = source_;
    source.request_stop();
    return;
  }
}

}  // namespace portexplorer::cli
