// From the records of bpf/tracer.bpf.c to events. Pure; the bytes are not trusted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "base/result.h"
#include "bpf/records.h"
#include "model/event.h"

namespace portexplorer {

struct TracerClock {
  long ticks_per_second = 100;  // of /proc/PID/stat: sysconf(_SC_CLK_TCK)
  std::int64_t boottime_offset_ns =
      0;  // of the reader's time namespace: what /proc adds to a start
};

// What programs are called, by their processes: a process that ends says its name no more, but its
// sockets outlive it by moments. Bounded: forgets those that were not heard of for long.
class ProcessNameCache {
 public:
  // Knows at least as many as this.
  explicit ProcessNameCache(std::size_t size = 8192) : size_(size) {}

  struct Names {
    std::string comm;
    std::string name;
    bool forked = false;
  };
  // True: it was not known before, and others may have been forgotten.
  bool learn(const pe_actor& actor, std::string_view name, bool forked);
  // Null: not known, or the process has become another program since.
  [[nodiscard]] const Names* find(const pe_actor& actor);

 private:
  using Key = std::pair<std::uint32_t, std::uint64_t>;  // tgid, start
  using Generation = std::map<Key, Names>;
  Names* lookup(const Key& key);

  std::size_t size_;
  Generation recent_;
  Generation older_;
};

class EventParser {
 public:
  explicit EventParser(const TracerClock& clock) : clock_(clock) {}

  // Appends the events of whole records, at most `most`; gives how many bytes of `records` they
  // took. `realtime_offset_ns`: CLOCK_REALTIME less the first time namespace's CLOCK_BOOTTIME.
  // malformed: the bytes are not what the programs write; events before that place are kept. A
  // batch is filled by one parser from empty on.
  Result<std::size_t> parse(std::span<const std::byte> records, std::int64_t realtime_offset_ns,
                            std::size_t most, EventBatch& batch);

 private:
  Result<std::size_t> parse_records(std::span<const std::byte> records,
                                    std::int64_t realtime_offset_ns, std::size_t most,
                                    EventBatch& batch);
  Result<void> append(std::span<const std::byte> record, std::int64_t realtime_offset_ns,
                      EventBatch& batch);
  Result<void> learn_program(std::span<const std::byte> record);
  Result<void> learn_peers(std::span<const std::byte> record);
  std::uint32_t process_index(const pe_actor& actor, std::int64_t realtime_offset_ns,
                              EventBatch& batch);

  // The last process of its tgid's remainder: a process has many events in a row, and finding its
  // index takes longer than all else.
  struct RecentActor {
    pe_actor actor{};
    std::string name;  // empty: its event had none
    bool forked = false;
    std::uint32_t index = kNoIndex;  // of the batch

    // Whether an event of `other` that brings this name has the same index.
    [[nodiscard]] bool is(const pe_actor& other, std::string_view other_name,
                          bool other_forked) const;
  };

  TracerClock clock_;
  std::array<RecentActor, 16> recent_actors_;  // valid for the batch
  ProcessNameCache names_;
  std::map<Cookie, PeerSet> peers_;  // of sockets whose close is to follow
  std::map<std::tuple<std::uint32_t, std::uint64_t, std::string, std::string>, std::uint32_t>
      indices_;  // of the batch
};

}  // namespace portexplorer
