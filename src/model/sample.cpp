#include "model/sample.h"

#include <algorithm>

namespace portexplorer {

TextRef Tables::add_text(std::string_view value) {
  const TextRef ref{static_cast<std::uint32_t>(text.size()),
                    static_cast<std::uint32_t>(value.size())};
  text.append(value);
  return ref;
}

const PeerSet* Tables::peers_of(const Socket& socket) const {
  if (peers.empty() || socket.cookie == Cookie{}) return nullptr;
  const auto it = std::ranges::lower_bound(peers, socket.cookie, {}, &PeerSet::cookie);
  return it == peers.end() || it->cookie != socket.cookie ? nullptr : &*it;
}

void PeerSet::set_text() {
  text.clear();
  for (const Peer& peer : peers) {
    if (!text.empty()) text += ", ";
    if (peer.family == Family::ipv6) text += '[';
    append_ip(text, peer.family, peer.address);
    if (peer.family == Family::ipv6) text += ']';
    text += ':' + std::to_string(peer.port);
  }
  if (more) text += ", " + std::to_string(kMost) + "+";
}

}  // namespace portexplorer
