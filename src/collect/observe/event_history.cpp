#include "collect/observe/event_history.h"

namespace portexplorer {
namespace {

// A flood of sockets evicts older ones; events of those then lack the details.
constexpr std::size_t kMost = 1u << 16;

template <typename Map, typename T>
void keep(Map& map, std::uint64_t cookie, T value) {
  if (map.size() >= kMost) map.clear();
  map.insert_or_assign(cookie, std::move(value));
}

}  // namespace

void EventHistory::complete(EventBatch& batch) {
  for (SocketEvent& e : batch.events) {
    const std::uint64_t cookie = e.socket.cookie.value();
    if (e.socket.protocol == Protocol::tcp) {
      if (e.action == Action::connect) note_connect(e);
      else if (e.action == Action::close && !failed_.empty()) complete_close(e);
    } else if (e.socket.protocol == Protocol::mptcp) {
      if (e.action == Action::open && e.socket.known(Known::created_at))
        keep(mptcp_, cookie, e.socket.created_at);
      const auto created = mptcp_.find(cookie);
      if (created == mptcp_.end()) continue;
      if (e.action == Action::close) {
        mptcp_.erase(created);
      } else if (e.action == Action::bind && !e.socket.known(Known::created_at)) {
        e.socket.created_at = created->second;
        e.socket.set_known(Known::created_at);
      }
    }
  }
}

void EventHistory::note_connect(const SocketEvent& e) {
  const Socket& s = e.socket;
  const bool failed = e.error_known && e.error != 0;
  if (failed && !is_unspecified(s.local_address))
    keep(failed_, s.cookie.value(), Address{s.family, s.local_address, s.local_port});
  else if (!failed_.empty()) failed_.erase(s.cookie.value());
}

void EventHistory::complete_close(SocketEvent& e) {
  const auto kept = failed_.find(e.socket.cookie.value());
  if (kept == failed_.end()) return;
  if (is_unspecified(e.socket.local_address) && e.socket.family == kept->second.family) {
    e.socket.local_address = kept->second.address;
    if (e.socket.local_port == 0) e.socket.local_port = kept->second.port;
  }
  failed_.erase(kept);
}

}  // namespace portexplorer
