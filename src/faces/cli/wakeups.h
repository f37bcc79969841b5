// What a watch waits for: the next look, keys, signals. No sleeping: one poll() on file
// descriptors.
#pragma once

#include <csignal>

#include <chrono>
#include <deque>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::cli {

// Blocks the signals it waits for in this thread and those made after it, until it is destroyed.
class Events {
 public:
  struct WakeReason {
    bool timer = false;
    int signal = 0;    // 0: none
    std::string keys;  // bytes typed
    bool input_ended = false;
    bool output_gone = false;
  };

  struct Watched {
    int keys = -1;    // where keys come from; -1: nowhere
    int output = -1;  // watched for its reader going away
    int wake = -1;    // readable when the caller has something to do; not read here. -1: none
  };
  static Result<Events> create(std::chrono::nanoseconds interval, const Watched& watched);

  Events(Events&&) = default;
  Events& operator=(Events&&) = delete;
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events();

  // Waits until something happens.
  WakeReason wait();

  // Waits until `fd` accepts output. False once the program is to end instead, by a signal or, with
  // `timer_ends`, by the timer; wait() then returns that. A reader that does not read must not keep
  // the program from ending.
  bool wait_writable(int fd, bool timer_ends);
  // Whether the program is to end in that sense, without waiting.
  bool is_ending(bool timer_ends) { return !poll_ending(-1, timer_ends, 0); }
  // The same after some time; for what cannot be waited for otherwise.
  bool is_ending_within(std::chrono::milliseconds time, bool timer_ends) {
    return !poll_ending(-1, timer_ends, static_cast<int>(time.count()));
  }

 private:
  Events() = default;
  void read_keys(WakeReason&);
  bool poll_ending(int fd, bool timer_ends, int milliseconds);
  void take_signals();

  UniqueFd timer_;
  UniqueFd signals_;
  Watched watched_;
  sigset_t before_{};
  std::deque<int> waiting_signals_;  // that came while output was waited for
  bool waiting_timer_ = false;
};

}  // namespace portexplorer::cli
