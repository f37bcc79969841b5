// A std::stop_token as something that poll() can wait for.
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

  // Can be read once a stop was asked for, and stays so. −1 where no descriptor is left: poll()
  // leaves that out.
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
