// Network namespaces of closed sockets. The row of a closed socket is shown for a while, and its
// namespace may be gone by then.
#pragma once

#include <chrono>
#include <unordered_map>

#include "model/sample.h"

namespace portexplorer {

class PastNamespaces {
 public:
  using Time = std::chrono::nanoseconds;

  // Adds to `sample` the namespaces of its closed sockets, and those of `previous`, if `sample` has
  // not read them: under their previous name, or else their number. Keeps each for ten seconds,
  // which is longer than the row of a closed socket is shown.
  void complete(const Sample* previous, Sample& sample, Time now);

 private:
  struct Past {
    Netns netns;
    Time until;
  };
  void remember(NetnsId id, const Sample* previous, Time now);

  std::unordered_map<NetnsId, Past> past_;
};

}  // namespace portexplorer
