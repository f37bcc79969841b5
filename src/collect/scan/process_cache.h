// Keeps processes from previous readings, so that unchanged ones are not read from /proc each time.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "collect/scan/process_reader.h"
#include "collect/scan/process_scan.h"

namespace portexplorer {

// A process as read, before it is judged.
struct ReadDescription {
  Process process;
  JudgeFacts facts;
};

// In the order of the request; empty: it has ended, or is not shown.
using ReadDescriptions = std::vector<std::optional<ReadDescription>>;

class ProcessCache {
 public:
  // Each process is read again every kReadings readings, in rotation, and immediately if its name
  // or user has changed. Everything else that may change (its arguments, its cgroup, whether its
  // file was replaced) is out of date for at most that long.
  static constexpr unsigned kReadings = 5;

  // Begins a reading. Fills `found`, which has an element for each of `wanted`, from the cache, and
  // returns the indices of the others, which must be read.
  [[nodiscard]] std::vector<std::size_t> recall(std::span<const ProcessIdentity> wanted,
                                                bool details, ReadDescriptions& found);
  // Provides the next reading with processes that were read shortly before it: recall() returns
  // them as if they had been read then.
  void expect(std::vector<ReadDescription>&& read_ahead, bool details);
  // Stores these processes and drops all others.
  void keep(std::span<const ProcessIdentity> wanted, bool details, const ReadDescriptions& found);

 private:
  struct Kept {
    ReadDescription read;
    ProcessIdentity identity;
    bool details = false;
  };
  // Moves the description of `wanted` into `found` if it was read ahead and still agrees with the
  // kernel's report.
  bool take_expected(const ProcessIdentity& wanted, bool details,
                     std::optional<ReadDescription>& found);

  std::unordered_map<Pid, ReadDescription> expected_;
  bool expected_details_ = false;
  std::unordered_map<Pid, Kept> kept_;
  unsigned reading_ = 0;
};

}  // namespace portexplorer
