#include "collect/scan/process_cache.h"

#include <utility>

namespace portexplorer {

void ProcessCache::expect(std::vector<ReadDescription>&& read_ahead, bool details) {
  expected_.clear();
  expected_details_ = details;
  for (ReadDescription& read : read_ahead)
    expected_.insert_or_assign(read.process.pid, std::move(read));
}

bool ProcessCache::take_expected(const ProcessIdentity& wanted, bool details,
                                 std::optional<ReadDescription>& found) {
  const auto it = expected_.find(wanted.pid);
  if (it == expected_.end() || (details && !expected_details_)) return false;
  const Process& read = it->second.process;
  const bool same =
      read.start_ticks == wanted.start_ticks && read.comm == wanted.comm && read.uid == wanted.uid;
  if (same) found = std::move(it->second);
  expected_.erase(it);
  return same;
}

std::vector<std::size_t> ProcessCache::recall(std::span<const ProcessIdentity> wanted, bool details,
                                              ReadDescriptions& found) {
  ++reading_;
  std::vector<std::size_t> unknown;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (take_expected(wanted[i], details, found[i])) continue;
    const auto it = kept_.find(wanted[i].pid);
    const bool its_turn =
        (reading_ + static_cast<unsigned>(wanted[i].pid.value())) % kReadings == 0;
    const bool known = !wanted[i].comm.empty() && it != kept_.end() &&
                       it->second.identity == wanted[i] && (it->second.details || !details);
    if (known && !its_turn) found[i] = it->second.read;
    else unknown.push_back(i);
  }
  expected_.clear();
  return unknown;
}

void ProcessCache::keep(std::span<const ProcessIdentity> wanted, bool details,
                        const ReadDescriptions& found) {
  std::unordered_map<Pid, Kept> kept;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].comm.empty() && found[i])
      kept.insert_or_assign(wanted[i].pid, Kept{*found[i], wanted[i], details});
  }
  kept_ = std::move(kept);
}

}  // namespace portexplorer
