// Waits for the timer, keys and signals with one poll().
#pragma once

#include <csignal>

#include <chrono>
#include <deque>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::cli {

// Until its destruction it blocks the signals that it waits for, in this thread and in threads that
// are created afterwards.
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
    int keys = -1;    // source of keys; -1: none
    int output = -1;  // watched for a closed reader
    int wake = -1;    // readable when the caller has work; not read here. -1: none
  };
  static Result<Events> create(std::chrono::nanoseconds interval, const Watched& watched);

  Events(Events&&) = default;
  Events& operator=(Events&&) = delete;
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events();

  // Waits for the next event.
  WakeReason wait();

  // Waits until `fd` accepts output. Returns false if the program is to end instead, by a signal
  // or, with `timer_ends`, by the timer; wait() then returns that event. So the program ends even
  // if the reader of its output does not read.
  bool wait_writable(int fd, bool timer_ends);
  // Whether the program is to end, without waiting.
  bool is_ending(bool timer_ends) { return !poll_ending(-1, timer_ends, 0); }
  // The same, waiting for at most `time`.
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
  std::deque<int> waiting_signals_;  // received by poll_ending(), for wait()
  bool waiting_timer_ = false;
};

}  // namespace portexplorer::cli
