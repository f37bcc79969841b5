#include "collect/procfs/process_memory.h"

#include <utility>

namespace portexplorer {

std::vector<std::size_t> ProcessMemory::recall(std::span<const ProcessIdentity> wanted, bool details, ReadDescriptions& found) {
  ++reading_;
  std::vector<std::size_t> unknown;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto it = kept_.find(wanted[i].pid);
    const bool its_turn = (reading_ + static_cast<unsigned>(wanted[i].pid.value())) % kReadings == 0;
    const bool known = !wanted[i].comm.empty() && it != kept_.end() && it->second.identity == wanted[i] && (it->second.details || !details);
    if (known && !its_turn) found[i] = it->second.read;
    else unknown.push_back(i);
  }
  return unknown;
}

void ProcessMemory::keep(std::span<const ProcessIdentity> wanted, bool details, const ReadDescriptions& found) {
  std::unordered_map<Pid, Kept> kept;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].comm.empty() && found[i]) kept.insert_or_assign(wanted[i].pid, Kept{*found[i], wanted[i], details});
  }
  kept_ = std::move(kept);
}

}  // namespace portexplorer
