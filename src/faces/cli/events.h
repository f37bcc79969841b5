// What a watch waits for: the next look, keys, signals. No sleeping: one poll() on file descriptors.
#pragma once

#include <csignal>

#include <chrono>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::cli {

// Blocks the signals it waits for in this thread and those made after it, until it is destroyed.
class Events {
 public:
  struct Woken {
    bool timer = false;
    int signal = 0;    // 0: none
    std::string keys;  // bytes typed
    bool input_ended = false;
    bool output_gone = false;
  };

  // `in`: where keys come from, -1 for none. `out`: watched for its reader going away.
  static Result<Events> create(std::chrono::nanoseconds interval, int in, int out);

  Events(Events&&) = default;
  Events& operator=(Events&&) = delete;
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events();

  // Waits until something happens.
  Woken wait();

 private:
  Events() = default;
  void read_keys(Woken&);

  UniqueFd timer_;
  UniqueFd signals_;
  int in_ = -1;
  int out_ = -1;
  sigset_t before_{};
};

}  // namespace portexplorer::cli
