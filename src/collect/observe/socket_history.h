// Keeps what goes beyond a single reading: when each socket was created, who held it before it lost
// its owner, which sockets came and went between two readings, with their final counters, and the
// traffic of sockets that have no counters (UDP, unix …).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "collect/ebpf/tracer/counted_traffic.h"
#include "collect/ebpf/tracer/socket_tracer.h"
#include "collect/observe/event_history.h"
#include "collect/observe/event_processes.h"
#include "model/sample.h"

namespace portexplorer {

// Not thread-safe.
class SocketHistory {
 public:
  // Starts tracing. not_permitted and not_supported name what is missing.
  static Result<std::unique_ptr<SocketHistory>> create(
      TrafficCounter way = TrafficCounter::automatic);

  // Must be called after each reading, with that reading: the order distinguishes sockets that were
  // closed since the previous reading from those closed since this one. `sample` has passed
  // combine(). Adds created_at, last_process, final counters, `closed` and losses. `began` is when
  // the reading began (CLOCK_REALTIME). A close after `began` is reported by the next reading,
  // since the tables of this one may or may not include the socket.
  Result<void> complete(Sample& sample, const ProtocolSet& protocols, Timestamp began);

  // For tests: the same, with the given events.
  void complete(Sample& sample, const ProtocolSet& protocols, Timestamp began, EventBatch&& batch);
  void take_counts(std::vector<TrafficCount> counts, Sample& sample);
  void take_peers(std::vector<PeerSet> peers, Sample& sample);

  // More than the sockets of any machine. Sockets opened beyond this limit get no exact creation
  // time and are counted.
  static constexpr std::size_t kMostBirths = 500'000;
  explicit SocketHistory(std::unique_ptr<SocketTracer> tracer,
                         std::size_t most_births = kMostBirths)
      : tracer_(std::move(tracer)), most_births_(most_births) {}
  // The number of sockets whose creation is remembered.
  [[nodiscard]] std::size_t births() const { return births_.size(); }

 private:
  using ProcessPtr = std::shared_ptr<const Process>;
  struct Birth {
    Timestamp at;
    ProcessPtr process;
  };
  struct End {
    Socket socket;  // its last state; its name is in `text`, Socket::text is unused
    Timestamp at;
    ProcessPtr process;
    std::string text;
    std::optional<PeerSet> peers;
    bool was_listed =
        false;  // shown without an owner; what remains of it is reported when it disappears
  };

  void learn(EventBatch&& batch);
  void rename_birth(const SocketKey& from, const SocketKey& to);
  void give_counts(Sample& sample);
  void give_peers(Sample& sample);
  void add_birth(const SocketKey& key, Birth birth);
  void forget_births(const Sample& sample, Timestamp began);
  void give_births(Sample& sample) const;
  void give_ends(Sample& sample, const ProtocolSet& protocols, Timestamp began);

  std::unique_ptr<SocketTracer> tracer_;
  std::unique_ptr<CountedTraffic> counted_;  // null if the kernel does not support it
  Coverage coverage_;                        // of counted_
  std::vector<TrafficCount> counts_;
  std::vector<PeerSet> peers_;  // of open UDP sockets, by cookie
  EventHistory memory_;
  EventProcesses processes_;
  std::unordered_map<SocketKey, Birth, SocketKeyHash> births_;  // of open sockets
  std::size_t most_births_;
  std::uint64_t births_not_remembered_ = 0;
  std::unordered_map<SocketKey, End, SocketKeyHash>
      ends_;  // not reported yet, or still in a table (TIME_WAIT)
};

}  // namespace portexplorer
