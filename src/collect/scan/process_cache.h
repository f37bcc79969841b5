// What processes were at the readings before, so that what stays the same need not be read of /proc
// at each.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "collect/scan/process_reader.h"
#include "collect/scan/process_scan.h"

namespace portexplorer {

// A process as it was read, not judged yet.
struct ReadDescription {
  Process process;
  JudgeFacts facts;
};

// In the order in which they were asked for; empty: it has ended, or is not shown.
using ReadDescriptions = std::vector<std::optional<ReadDescription>>;

class ProcessCache {
 public:
  // Each process is read anew every so many readings, in turns; at once if its name or user is
  // another one than before. What else may change meanwhile (its arguments, its cgroup, whether its
  // file was replaced) is as old as that at most.
  static constexpr unsigned kReadings = 5;

  // Begins a reading. Puts what is remembered into `found`, which has a place for each that is
  // wanted; gives the places of the others.
  [[nodiscard]] std::vector<std::size_t> recall(std::span<const ProcessIdentity> wanted,
                                                bool details, ReadDescriptions& found);
  // Provides the next reading with processes that were read shortly before it: recall() returns
  // them as if it had read them itself.
  void expect(std::vector<ReadDescription>&& read_ahead, bool details);
  // Remembers these, and forgets all others.
  void keep(std::span<const ProcessIdentity> wanted, bool details, const ReadDescriptions& found);

 private:
  struct Kept {
    ReadDescription read;
    ProcessIdentity identity;
    bool details = false;
  };
  // Moves the description of `wanted` into `found` if it was read ahead and is still what the
  // kernel reports.
  bool take_expected(const ProcessIdentity& wanted, bool details,
                     std::optional<ReadDescription>& found);

  std::unordered_map<Pid, ReadDescription> expected_;
  bool expected_details_ = false;
  std::unordered_map<Pid, Kept> kept_;
  unsigned reading_ = 0;
};

}  // namespace portexplorer
