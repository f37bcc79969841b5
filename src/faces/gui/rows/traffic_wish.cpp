#include "faces/gui/rows/traffic_wish.h"

#include <algorithm>
#include <map>
#include <set>

#include "faces/gui/rows/list_columns.h"
#include "model/fields.h"

namespace portexplorer::gui {
namespace {

constexpr std::uint32_t kMostEvents = 2000;  // sends and receives per second
// The limit if the kernel filter is not exact, because events outside the selection count too.
constexpr std::uint32_t kMostOfAll = 10'000;

bool has(const auto& sorted, const auto& value) {
  return std::ranges::binary_search(sorted, value);
}

// Returns the user that all of them run as, if there is only one and all are known.
std::optional<Uid> common_uid(const std::map<Pid, const Process*>& processes) {
  std::optional<Uid> common;
  for (const auto& [pid, process] : processes) {
    if (!process->uid || (common && *common != *process->uid)) return std::nullopt;
    common = process->uid;
  }
  return common;
}

bool is_wanted(const SocketEvent& event, const EventBatch& batch, const TrafficWish& wish) {
  if (event.action != Action::send && event.action != Action::receive) return true;
  if (event.process < batch.processes.size() && has(wish.pids, batch.processes[event.process].pid))
    return true;
  const Socket& s = event.socket;
  return has_ports(s.protocol) && (has(wish.ports, s.local_port) || has(wish.ports, s.remote_port));
}

}  // namespace

std::optional<TrafficWish> traffic_wish(const Listing& listing,
                                        const std::vector<std::uint32_t>& items) {
  std::map<Pid, const Process*> processes;
  std::set<std::uint32_t> ports;  // of all rows; 0 for rows without a port
  std::set<std::uint32_t> unowned;
  for (const std::uint32_t item : items) {
    const RowView view = listing.view(item);
    const Socket& s = view.socket();
    const std::uint32_t port = has_ports(s.protocol) ? s.local_port : 0;
    ports.insert(port);
    if (const Process* p = view.process()) processes.emplace(p->pid, p);
    else if (port != 0) unowned.insert(port);
  }
  const bool share_port = ports.size() == 1 && *ports.begin() != 0;
  TrafficWish wish;
  if (share_port && processes.size() != 1) {
    wish.ports = {*ports.begin()};
  } else {
    wish.ports.assign(unowned.begin(), unowned.end());
    for (const auto& [pid, process] : processes) {
      wish.pids.push_back(pid);
      wish.processes.push_back(process_label(process, NameOfProcess::file_name));
    }
  }
  if (wish.pids.empty() && wish.ports.empty()) return std::nullopt;
  wish.is_exact = wish.pids.size() + wish.ports.size() == 1;
  wish.kernel.max_rate = wish.is_exact ? kMostEvents : kMostOfAll;
  if (!wish.is_exact && wish.ports.empty()) wish.kernel.uid = common_uid(processes);
  if (wish.is_exact && !wish.pids.empty()) wish.kernel.pid = wish.pids.front();
  if (wish.is_exact && !wish.ports.empty()) wish.kernel.port = wish.ports.front();
  return wish;
}

void keep_wanted(EventBatch& batch, const TrafficWish& wish) {
  if (wish.is_exact) return;
  std::erase_if(batch.events,
                [&](const SocketEvent& event) { return !is_wanted(event, batch, wish); });
}

}  // namespace portexplorer::gui
