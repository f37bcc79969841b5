// A std::stop_token as a file descriptor for poll().
#pragma once

#include <sys/eventfd.h>

#include <stop_token>

#include "base/unique_fd.h"

namespace portexplorer {

class StopEvent {
 public:
  explicit StopEvent(const std::stop_token& stop)
      : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), told_(stop, Tell{event_.get()}) {}
  StopEvent(const StopEvent&) = delete;
  StopEvent& operator=(const StopEvent&) = delete;
  ~StopEvent() = default;

  // Returns a descriptor that becomes readable when a stop is requested, and stays so. -1 if none
  // could be created, which poll() ignores.
  [[nodiscard]] int fd() const { return event_.get(); }

 private:
  struct Tell {
    int event;
    void operator()() const { eventfd_write(event, 1); }
  };

  UniqueFd event_;
  std::stop_callback<Tell> told_;
};

}  // namespace portexplorer
