// Finds what the list and the log report about sockets, by their identity.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "collect/diagnose/judge.h"
#include "model/event.h"
#include "model/sample.h"

namespace portexplorer {

// Returns an empty optional if the list does not have it.
[[nodiscard]] std::optional<SeenSocket> find_in_list(const Sample&, const DoneSocket&);

class LogObserver {
 public:
  void take(const EventBatch&);

  [[nodiscard]] std::optional<SeenSocket> find(const DoneSocket&) const;
  // Returns whether no further events of this socket will follow.
  [[nodiscard]] bool has_ended(const DoneSocket&) const;
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
  struct Moved {
    std::uint64_t bytes = 0;
    std::uint64_t calls = 0;
  };
  struct Life {
    SeenSocket seen;
    Moved sent;
    Moved received;
    bool ended = false;
  };
  using Key = std::pair<NetnsId, Cookie>;

  static void add(Life& tracer, const SocketEvent& event, const EventBatch& batch);

  std::map<Key, Life> lives_;
  std::uint64_t lost_ = 0;
};

}  // namespace portexplorer
