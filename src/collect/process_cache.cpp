#include "collect/process_cache.h"

namespace portexplorer {

void ProcessCache::describe(std::vector<Process>& processes) {
  learn(processes);
  for (Process& process : processes) process = known_.at({process.pid, process.start_ticks, process.name});
}

void ProcessCache::learn(const std::vector<Process>& processes) {
  if (known_.size() > kMost) known_.clear();
  users_.refresh();
  std::vector<const Process*> fresh;
  std::vector<ProcessIdentity> identities;
  for (const Process& process : processes) {
    auto [it, is_new] = known_.try_emplace({process.pid, process.start_ticks, process.name}, process);
    if (!is_new) continue;
    if (process.uid && process.user.empty()) it->second.user = users_.name(*process.uid);
    fresh.push_back(&process);
    identities.push_back({process.pid, process.start_ticks});
  }
  if (fresh.empty()) return;
  auto described = scanner_.describe(identities, {.details = true, .details_for_all = true, .threads = 1});
  if (!described) return;  // no /proc here: what the kernel told stays
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    // The same process may run another program by now.
    auto& found = described->processes[i];
    if (found && found->name == fresh[i]->name) known_.at({fresh[i]->pid, fresh[i]->start_ticks, fresh[i]->name}) = std::move(*found);
  }
}

}  // namespace portexplorer
