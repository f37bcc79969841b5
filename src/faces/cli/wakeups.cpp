#include "faces/cli/wakeups.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace portexplorer::cli {
namespace {

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH})
    sigaddset(&set, number);
  return set;
}

timespec to_timespec(std::chrono::nanoseconds t) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(t);
  return {.tv_sec = static_cast<time_t>(seconds.count()),
          .tv_nsec = static_cast<long>((t - seconds).count())};
}

bool ends_program(int signal) {
  return signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT;
}

}  // namespace

Result<Events> Events::create(std::chrono::nanoseconds interval, const Watched& watched) {
  Events events;
  events.watched_ = watched;
  const sigset_t set = awaited_signals();
  ::pthread_sigmask(SIG_BLOCK, &set, &events.before_);
  events.signals_ = UniqueFd(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  events.timer_ = UniqueFd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!events.signals_ || !events.timer_) return fail_errno(errno, "cannot create a timer");
  const itimerspec times{.it_interval = to_timespec(interval), .it_value = to_timespec(interval)};
  if (::timerfd_settime(events.timer_.get(), 0, &times, nullptr) != 0)
    return fail_errno(errno, "cannot set a timer");
  return events;
}

Events::~Events() {
  if (signals_) ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Events::WakeReason Events::wait() {
  WakeReason woken;
  if (!waiting_signals_.empty()) {
    woken.signal = waiting_signals_.front();
    waiting_signals_.pop_front();
    return woken;
  }
  if (std::exchange(waiting_timer_, false)) {
    woken.timer = true;
    return woken;
  }
  // POLLERR and POLLHUP are reported without being requested: the reader of the output is gone.
  std::array<pollfd, 5> fds = {pollfd{timer_.get(), POLLIN, 0}, pollfd{signals_.get(), POLLIN, 0},
                               pollfd{watched_.output, 0, 0}, pollfd{watched_.keys, POLLIN, 0},
                               pollfd{watched_.wake, POLLIN, 0}};
  if (::poll(fds.data(), fds.size(), -1) < 0) return woken;
  std::uint64_t expirations = 0;
  if (fds[0].revents != 0) woken.timer = ::read(timer_.get(), &expirations, sizeof expirations) > 0;
  signalfd_siginfo info{};
  if (fds[1].revents != 0 && ::read(signals_.get(), &info, sizeof info) == sizeof info)
    woken.signal = static_cast<int>(info.ssi_signo);
  woken.output_gone = (fds[2].revents & (POLLERR | POLLHUP)) != 0;
  if (fds[3].revents != 0) read_keys(woken);
  return woken;
}

void Events::take_signals() {
  signalfd_siginfo info{};
  while (::read(signals_.get(), &info, sizeof info) == sizeof info) {
    const int signal = static_cast<int>(info.ssi_signo);
    if (signal == SIGTSTP) ::raise(SIGSTOP);
    else waiting_signals_.push_back(signal);
  }
}

// Returns false if the program is to end, true if `fd` accepts output or the time is over.
bool Events::poll_ending(int fd, bool timer_ends, int milliseconds) {
  while (true) {
    if (waiting_timer_ && timer_ends) return false;
    if (std::ranges::any_of(waiting_signals_, ends_program)) return false;
    std::array<pollfd, 3> fds = {pollfd{signals_.get(), POLLIN, 0},
                                 pollfd{timer_ends ? timer_.get() : -1, POLLIN, 0},
                                 pollfd{fd, POLLOUT, 0}};
    const int ready = ::poll(fds.data(), fds.size(), milliseconds);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return true;
    if (fds[0].revents != 0) take_signals();
    std::uint64_t expirations = 0;
    if (fds[1].revents != 0 && ::read(timer_.get(), &expirations, sizeof expirations) > 0)
      waiting_timer_ = true;
    if (fds[0].revents == 0 && fds[1].revents == 0) return true;
  }
}

bool Events::wait_writable(int fd, bool timer_ends) { return poll_ending(fd, timer_ends, -1); }

void Events::read_keys(WakeReason& woken) {
  std::array<char, 256> bytes{};
  const ssize_t n = ::read(watched_.keys, bytes.data(), bytes.size());
  if (n > 0) {
    woken.keys.assign(bytes.data(), static_cast<std::size_t>(n));
  } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
    woken.input_ended = true;
    watched_.keys = -1;
  }
}

}  // namespace portexplorer::cli
