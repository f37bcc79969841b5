// Network namespaces of sockets that have closed: a row of such a socket is shown for a while, when
// its namespace may be gone.
#pragma once

#include <chrono>
#include <unordered_map>

#include "model/sample.h"

namespace portexplorer {

class PastNamespaces {
 public:
  using Time = std::chrono::nanoseconds;

  // Adds to `sample` the namespaces of its closed sockets, and those that `previous` had, if
  // `sample` has not read them: by the name that they had, or else by their number. Keeps each for
  // ten seconds, longer than any row of a closed socket is shown.
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
