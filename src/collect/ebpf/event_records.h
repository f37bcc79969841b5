// Parses the records of bpf/tracer.bpf.c into events. Pure. The input is not trusted.
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
  long ticks_per_second = 100;  // unit of /proc/PID/stat: sysconf(_SC_CLK_TCK)
  // Offset of the reader's time namespace, which /proc adds to start times.
  std::int64_t boottime_offset_ns = 0;
};

// Program names by process. A process that exits loses its name before its sockets are closed, so
// the name is kept from an earlier record. Bounded: names that were not used recently are evicted.
class ProcessNameCache {
 public:
  // Keeps at least `size` names.
  explicit ProcessNameCache(std::size_t size = 8192) : size_(size) {}

  struct Names {
    std::string comm;
    std::string name;
    bool forked = false;
  };
  // Returns true if the process was not in the cache; others may have been evicted then.
  bool learn(const pe_actor& actor, std::string_view name, bool forked);
  // Returns null if the process is unknown or has called execve() since.
  [[nodiscard]] const Names* find(const pe_actor& actor);

 private:
  using Key = std::pair<std::uint32_t, std::uint64_t>;  // tgid and start time
  using Generation = std::map<Key, Names>;
  Names* lookup(const Key& key);

  std::size_t size_;
  Generation recent_;
  Generation older_;
};

class EventParser {
 public:
  explicit EventParser(const TracerClock& clock) : clock_(clock) {}

  // Parses whole records and appends at most `most` events to `batch`. Returns the number of bytes
  // of `records` that were parsed. `realtime_offset_ns` is CLOCK_REALTIME minus CLOCK_BOOTTIME of
  // the initial time namespace. Fails with malformed if the programs cannot have written the bytes;
  // events before that point are kept. A batch must be filled by a single parser, starting from an
  // empty batch.
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

  // The last process with this tgid modulo the array's size. A process often has many events in a
  // row, and looking up its index takes longer than the rest of parsing.
  struct RecentActor {
    pe_actor actor{};
    std::string name;  // empty: the event had no name
    bool forked = false;
    std::uint32_t index = kNoIndex;  // index into the batch's processes

    // Returns true if an event of `other` with this name has the same index.
    [[nodiscard]] bool is(const pe_actor& other, std::string_view other_name,
                          bool other_forked) const;
  };

  TracerClock clock_;
  std::array<RecentActor, 16> recent_actors_;  // valid for the current batch
  ProcessNameCache names_;
  // Peers of sockets whose close event has not arrived yet.
  std::map<Cookie, PeerSet> peers_;
  // For the current batch.
  std::map<std::tuple<std::uint32_t, std::uint64_t, std::string, std::string>, std::uint32_t>
      indices_;
};

}  // namespace portexplorer
