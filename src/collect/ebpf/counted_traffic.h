// Bytes and packets of the sockets that do not count themselves (all but TCP and MPTCP), as KernelLife's programs have counted
// them so far, for sockets that live.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "model/types.h"

namespace portexplorer {

struct TrafficCount {
  Cookie cookie;
  std::uint64_t sent_bytes = 0;
  std::uint64_t received_bytes = 0;
  std::uint64_t sent_packets = 0;
  std::uint64_t received_packets = 0;
  bool whole_life = false;  // counted since the socket was made
};

// One thread at a time.
class CountedTraffic {
 public:
  // `storage_map_fd`: KernelLife's; it must stay open as long as this lives. Wants CAP_BPF and CAP_PERFMON (Linux 5.12).
  static Result<std::unique_ptr<CountedTraffic>> create(int storage_map_fd);
  ~CountedTraffic();
  CountedTraffic(const CountedTraffic&) = delete;
  CountedTraffic& operator=(const CountedTraffic&) = delete;

  // All that is counted now, in no order, into `counts`, which is emptied first.
  Result<void> read(std::vector<TrafficCount>& counts);

  struct State;

 private:
  explicit CountedTraffic(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
