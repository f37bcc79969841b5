// Names of interfaces and network namespaces.
#include <algorithm>
#include <string>

#include "base/words.h"
#include "model/fields.h"

namespace portexplorer {
namespace {

const Netns* find_netns(const RowView& view) {
  const auto& namespaces = view.snapshot().sample->namespaces;
  const auto it = std::ranges::find(namespaces, view.socket().netns, &Netns::id);
  return it == namespaces.end() ? nullptr : &*it;
}

}  // namespace

std::string_view interface_name(const RowView& view, std::uint32_t ifindex) {
  const Netns* ns = find_netns(view);
  if (ns == nullptr) return {};
  const auto it =
      std::ranges::find(ns->interfaces, ifindex, &std::pair<std::uint32_t, std::string>::first);
  return it == ns->interfaces.end() ? std::string_view{} : std::string_view(it->second);
}

std::string last_peer_note(const RowView& view) { return last_peer_note(view, english()); }

std::string last_peer_note(const RowView& view, const Words& words) {
  if (!view.socket().has(SocketFlag::last_peer)) return {};
  const PeerSet* set = view.tables().peers_of(view.socket());
  if (set == nullptr || (set->peers.size() < 2 && !set->more))
    return ' ' + words.say("(last peer)"_text);
  const std::string count =
      set->more ? std::to_string(PeerSet::kMost) + '+' : std::to_string(set->peers.size());
  return ' ' + words.say("(last of {1} peers)"_text, {count});
}

std::string_view netns_name(const RowView& view) {
  const Netns* ns = find_netns(view);
  return ns == nullptr ? std::string_view{} : std::string_view(ns->name);
}

}  // namespace portexplorer
