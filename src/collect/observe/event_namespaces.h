// The network namespaces of events, with their names and interfaces, so that events are shown the
// same way as sockets in the list.
#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "model/event.h"

namespace portexplorer {

// Not thread-safe.
class EventNamespaces {
 public:
  using Clock = std::chrono::steady_clock;

  // Sets batch.namespaces. A namespace that has no name, or has ended, is shown by its number, as
  // in the list.
  void describe(EventBatch& batch, Clock::time_point now = Clock::now());

 private:
  static constexpr std::size_t kMost = 1024;  // beyond that, all are dropped and looked up again
  static constexpr auto kInterfacesLast = std::chrono::seconds(1);  // interfaces may be renamed
  static constexpr auto kNameLasts =
      std::chrono::seconds(5);  // the kernel reuses the number of a namespace that has ended
  static constexpr auto kForgotten = std::chrono::minutes(1);  // after the last event in it

  struct Wish {
    Pid member{0};  // a process that may be in it
    bool interfaces = false;
  };
  struct Known {
    Netns netns;
    Clock::time_point name_read;
    Clock::time_point interfaces_read;  // epoch: never
    Clock::time_point last_event;
  };

  [[nodiscard]] bool is_missing(NetnsId id, const Wish& wish, Clock::time_point now) const;
  void look_up(const std::map<NetnsId, Wish>& wishes, Clock::time_point now);

  std::map<NetnsId, Known> known_;
};

}  // namespace portexplorer
