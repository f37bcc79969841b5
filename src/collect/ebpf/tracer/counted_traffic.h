// Bytes and packets of open sockets of all protocols except TCP and MPTCP, as counted so far by the
// programs of SocketTracer. (The kernel counts TCP and MPTCP.)
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
  bool lifetime = false;  // counted since the socket was created
};

// The maps in which SocketTracer keeps its per-socket state (bpf/tracer_state_store.h).
struct TracerMaps {
  int storage_fd = -1;
  int peers_fd = -1;  // -1: peers are not recorded
  int slots_fd = -1;
  std::uint32_t slots = 0;
};

// Not thread-safe.
class CountedTraffic {
 public:
  // The maps must remain open until create() returns. Requires CAP_BPF and CAP_PERFMON (Linux 5.12
  // or later).
  static Result<std::unique_ptr<CountedTraffic>> create(const TracerMaps& maps);
  ~CountedTraffic();
  CountedTraffic(const CountedTraffic&) = delete;
  CountedTraffic& operator=(const CountedTraffic&) = delete;

  // Replaces the contents of `counts` with the current counts, in no particular order.
  Result<void> read(std::vector<TrafficCount>& counts);
  // Returns the recorded peers of all unconnected UDP sockets, in no particular order. Empty if
  // they cannot be read.
  Result<void> read_peers(std::vector<PeerSet>& peers);

  struct State;

 private:
  explicit CountedTraffic(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
