// What a reader that stays knows beyond one reading: when each socket was made, who held it before
// it lost its owner, and which sockets came and went between two readings, with their final
// counters; and what sockets that do not count themselves (UDP, unix …) have moved.
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

// One thread at a time.
class SocketHistory {
 public:
  // Begins to watch. not_permitted and not_supported say what is missing.
  static Result<std::unique_ptr<SocketHistory>> create(
      TrafficCounter way = TrafficCounter::automatic);

  // Call it after each reading, with the reading: the order tells what ended since the last one
  // from what has ended since this one. `sample` has passed combine(). Adds created_at,
  // last_process, final counters, `closed` and losses. `began`: when the reading began
  // (CLOCK_REALTIME). What ended later is told by the next one: it may be in this one's tables or
  // not.
  Result<void> complete(Sample& sample, const ProtocolSet& protocols, Timestamp began);

  // For tests: the same with what happened given by hand.
  void complete(Sample& sample, const ProtocolSet& protocols, Timestamp began, EventBatch&& batch);
  void take_counts(std::vector<TrafficCount> counts, Sample& sample);
  void take_peers(std::vector<PeerSet> peers, Sample& sample);

  // A machine has fewer sockets. What is opened beyond that has no exact creation time, and is
  // counted.
  static constexpr std::size_t kMostBirths = 500'000;
  explicit SocketHistory(std::unique_ptr<SocketTracer> tracer,
                         std::size_t most_births = kMostBirths)
      : tracer_(std::move(tracer)), most_births_(most_births) {}
  // Of how many sockets the creation is remembered.
  [[nodiscard]] std::size_t births() const { return births_.size(); }

 private:
  using ProcessPtr = std::shared_ptr<const Process>;
  struct Birth {
    Timestamp at;
    ProcessPtr process;
  };
  struct End {
    Socket socket;  // its last state; its name is in `text`, Socket::text refers to nothing
    Timestamp at;
    ProcessPtr process;
    std::string text;
    std::optional<PeerSet> peers;
    bool was_listed =
        false;  // without an owner: what is left of it has been shown, and is missed when it goes
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
  std::unique_ptr<CountedTraffic> counted_;  // null where the kernel does not give it
  Coverage coverage_;                        // of that
  std::vector<TrafficCount> counts_;
  std::vector<PeerSet> peers_;  // of UDP sockets that live, by cookie
  EventHistory memory_;
  EventProcesses processes_;
  std::unordered_map<SocketKey, Birth, SocketKeyHash> births_;  // of sockets that live
  std::size_t most_births_;
  std::uint64_t births_not_remembered_ = 0;
  std::unordered_map<SocketKey, End, SocketKeyHash>
      ends_;  // not told yet, or still in a table (TIME_WAIT)
};

}  // namespace portexplorer
