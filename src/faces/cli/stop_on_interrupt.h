// Ctrl+C as a request to stop what takes long, instead of the end of the program.
#pragma once

#include <csignal>

#include <stop_token>
#include <thread>

#include "base/unique_fd.h"

namespace portexplorer::cli {

// As long as it lives SIGINT only asks for a stop. Where that cannot be set up, SIGINT ends the
// program as usual. Made before other threads, or by a thread whose signals they inherit.
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
