// Turns Ctrl+C into a request to stop a long operation, instead of ending the program.
#pragma once

#include <csignal>

#include <stop_token>
#include <thread>

#include "base/unique_fd.h"

namespace portexplorer::cli {

// During its lifetime, SIGINT only requests a stop. If this cannot be set up, SIGINT ends the
// program as usual. Must be created before other threads, or by a thread whose signal mask they
// inherit.
class StopOnInterrupt {
 public:
  StopOnInterrupt();
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;
  ~StopOnInterrupt();

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  void wait() const;

  std::stop_source source_;
  UniqueFd signals_;
  UniqueFd end_;
  sigset_t before_{};
  std::thread waiter_;
};

}  // namespace portexplorer::cli
