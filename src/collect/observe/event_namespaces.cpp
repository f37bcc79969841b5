#include "collect/observe/event_namespaces.h"

#include <algorithm>
#include <string>
#include <utility>

#include "collect/netns/namespaces.h"
#include "model/netns_number.h"

namespace portexplorer {

void EventNamespaces::describe(EventBatch& batch, Clock::time_point now) {
  std::map<NetnsId, Wish> wishes;
  for (const SocketEvent& event : batch.events) {
    if (event.socket.netns == NetnsId{}) continue;
    Wish& wish = wishes[event.socket.netns];
    wish.interfaces = wish.interfaces || event.socket.interface != 0;
    if (event.process != kNoIndex) wish.member = batch.processes[event.process].pid;
  }
  if (std::ranges::any_of(wishes,
                          [&](const auto& w) { return is_missing(w.first, w.second, now); }))
    look_up(wishes, now);
  batch.namespaces.clear();
  for (const auto& [id, wish] : wishes) {
    Known& known = known_.at(id);
    known.last_event = now;
    batch.namespaces.push_back(known.netns);
  }
}

bool EventNamespaces::is_missing(NetnsId id, const Wish& wish, Clock::time_point now) const {
  const auto it = known_.find(id);
  if (it == known_.end() || now - it->second.name_read > kNameLasts) return true;
  return wish.interfaces && (it->second.interfaces_read == Clock::time_point{} ||
                             now - it->second.interfaces_read > kInterfacesLast);
}

void EventNamespaces::look_up(const std::map<NetnsId, Wish>& wishes, Clock::time_point now) {
  std::erase_if(known_,
                [&](const auto& entry) { return now - entry.second.last_event > kForgotten; });
  if (known_.size() > kMost) known_.clear();
  std::vector<NetnsMember> members;
  for (const auto& [id, wish] : wishes) {
    if (wish.member != Pid{0}) members.push_back({id, wish.member});
    Known& known = known_[id];
    known.netns.id = id;
    known.netns.name = netns_number(id);
    known.name_read = known.last_event = now;
    if (wish.interfaces)
      known.interfaces_read = now;  // also if reading fails, so as not to retry on each event
  }
  Coverage ignored;
  for (const NetnsHandle& handle : find_namespaces(members, ignored)) {
    const auto wish = wishes.find(handle.id);
    if (wish == wishes.end()) continue;
    Netns& netns = known_.at(handle.id).netns;
    netns.own = handle.own;
    if (!handle.name.empty()) netns.name = handle.name;
    if (!wish->second.interfaces) continue;
    const auto read = [&]() -> Result<void> {
      TRY(described, describe_own_namespace());
      netns.interfaces = std::move(described.interfaces);
      netns.addresses = std::move(described.addresses);
      return {};
    };
    // Interfaces of a namespace that cannot be entered keep their numbers.
    if (handle.own) static_cast<void>(read());
    else if (handle.ns_fd) static_cast<void>(run_in_namespace(handle, read));
  }
}

}  // namespace portexplorer
