// Bytes and packets of the sockets that do not count themselves (all but TCP and MPTCP), as
// SocketTracer's programs have counted them so far, for sockets that live.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "model/sample.h"

namespace portexplorer {

struct TrafficCount {
  Cookie cookie;
  std::uint64_t sent_bytes = 0;
  std::uint64_t received_bytes = 0;
  std::uint64_t sent_packets = 0;
  std::uint64_t received_packets = 0;
  bool lifetime = false;  // counted since the socket was made
};

// The kernel's maps of what is known of each socket, SocketTracer's (bpf/tracer_state_store.h).
struct TracerMaps {
  int storage_fd = -1;
  int peers_fd = -1;  // -1: peers are not seen
  int slots_fd = -1;
  std::uint32_t slots = 0;
};

// One thread at a time.
class CountedTraffic {
 public:
  // The maps must stay open until it is made. Wants CAP_BPF and CAP_PERFMON (Linux 5.12).
  static Result<std::unique_ptr<CountedTraffic>> create(const TracerMaps& maps);
  ~CountedTraffic();
  CountedTraffic(const CountedTraffic&) = delete;
  CountedTraffic& operator=(const CountedTraffic&) = delete;

  // All that is counted now, in no order, into `counts`, which is emptied first.
  Result<void> read(std::vector<TrafficCount>& counts);
  // The peers of all UDP sockets without a connection, as far as they were seen, in no order. Empty
  // where they cannot be read.
  Result<void> read_peers(std::vector<PeerSet>& peers);

  struct State;

 private:
  explicit CountedTraffic(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
