#include "collect/observe/event_processes.h"

#include <fcntl.h>

#include <array>
#include <utility>

#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {

void EventProcesses::describe(std::vector<Process>& processes) {
  learn(processes);
  for (Process& process : processes)
    process = known_.at({process.pid, process.start_ticks, process.name});
}

void EventProcesses::learn(const std::vector<Process>& processes) {
  if (known_.size() > kMost) {
    known_.clear();
    latest_.clear();
  }
  users_.refresh();
  std::vector<const Process*> fresh;
  std::vector<ProcessIdentity> identities;
  for (const Process& process : processes) {
    auto [it, is_new] =
        known_.try_emplace({process.pid, process.start_ticks, process.name}, process);
    if (!is_new) continue;
    latest_.insert_or_assign(process.pid, it->first);
    if (process.uid && process.user.empty()) it->second.user = users_.name(*process.uid);
    fresh.push_back(&process);
    identities.push_back({process.pid, process.start_ticks});
  }
  if (fresh.empty()) return;
  auto described =
      scanner_.describe(identities, {.details = true, .details_for_all = true, .threads = 1});
  if (!described) return;  // without /proc, the kernel's report is kept
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    // The same process may run another program by now.
    auto& found = described->processes[i];
    Process& known = known_.at({fresh[i]->pid, fresh[i]->start_ticks, fresh[i]->name});
    if (found && found->name == fresh[i]->name) known = std::move(*found);
    else if (known.forked && known.path.empty()) known.path = parents_path(known);
  }
}

// A process with the parent's pid that started no later than the child is the parent, since the pid
// was in use all the time.
std::string EventProcesses::parents_path(const Process& process) const {
  if (process.parent == Pid{0}) return {};
  std::array<char, 4096> buffer{};
  const auto dir =
      open_directory(AT_FDCWD, ("/proc/" + std::to_string(process.parent.value())).c_str());
  if (dir) {
    const auto text = read_small_file(dir->get(), "stat", buffer);
    const auto stat = text ? parse_stat(*text) : std::nullopt;
    if (stat && stat->start_ticks <= process.start_ticks) {
      const std::string_view path = read_link(dir->get(), "exe", buffer);
      if (path.substr(path.rfind('/') + 1) == process.name) return std::string(path);
      return {};
    }
  }
  const auto latest = latest_.find(process.parent);
  if (latest == latest_.end() || latest->second.name != process.name ||
      latest->second.start_ticks > process.start_ticks)
    return {};
  return known_.at(latest->second).path;
}

}  // namespace portexplorer
