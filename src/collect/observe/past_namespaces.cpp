#include "collect/observe/past_namespaces.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace portexplorer {
namespace {

constexpr std::size_t kMostNamespaces = 4096;
constexpr PastNamespaces::Time kKept = std::chrono::seconds(10);

}  // namespace

void PastNamespaces::complete(const Sample* previous, Sample& sample, Time now) {
  std::unordered_set<NetnsId> present{NetnsId{}};
  for (const Netns& n : sample.namespaces) present.insert(n.id);
  const auto see = [&](NetnsId id) {
    if (!present.contains(id)) remember(id, previous, now);
  };
  for (const Socket& s : sample.closed) see(s.netns);
  for (const Socket& s : sample.closed_meanwhile) see(s.netns);
  if (previous != nullptr) {
    for (const Netns& n : previous->namespaces) {
      if (!past_.contains(n.id)) see(n.id);
    }
  }
  std::erase_if(past_, [&](const auto& entry) {
    return entry.second.until < now || present.contains(entry.first);
  });
  for (const auto& [id, past] : past_) sample.namespaces.push_back(past.netns);
}

void PastNamespaces::remember(NetnsId id, const Sample* previous, Time now) {
  if (const auto known = past_.find(id); known != past_.end()) {
    known->second.until = now + kKept;
    return;
  }
  if (past_.size() >= kMostNamespaces) return;
  Netns netns;
  if (previous != nullptr) {
    const auto before = std::ranges::find(previous->namespaces, id, &Netns::id);
    if (before != previous->namespaces.end()) netns = *before;
  }
  netns.id = id;
  netns.own = false;
  if (netns.name.empty()) netns.name = std::to_string(id.value());
  past_.emplace(id, Past{std::move(netns), now + kKept});
}

}  // namespace portexplorer
