// The phase of a connection, where it determines what can be said about it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "model/fields.h"
#include "model/netns_number.h"
#include "model/snapshot.h"

namespace portexplorer {

enum class Phase : std::uint8_t {
  open,        // everything else
  connecting,  // SYN_SENT: the other end has not answered
  bound,       // has a local port and no peer
  // No program holds it yet: it is still being established, or its listener has not accepted it.
  unaccepted,
  closing,  // closed by its program; the kernel waits for the other end
  ended,    // TIME_WAIT: both ends have closed it
};

// A socket without an inode has no program. Its state shows whether that is before accept() or
// after close().
[[nodiscard]] inline Phase phase_of(const RowView& view) {
  const Socket& s = view.socket();
  const bool is_of_nobody =
      s.process == kNoIndex && view.row().owner == Owner::none && !s.has(SocketFlag::subflow);
  switch (s.state) {
    case State::time_wait: return s.process == kNoIndex ? Phase::ended : Phase::open;
    case State::syn_sent: return Phase::connecting;
    case State::fin_wait1:
    case State::fin_wait2:
    case State::closing:
    case State::last_ack: return is_of_nobody ? Phase::closing : Phase::open;
    case State::syn_recv:
    case State::established:
    case State::close_wait:
      return is_of_nobody && is_internet(s.protocol) && view.row().direction != Direction::outbound
                 ? Phase::unaccepted
                 : Phase::open;
    default: break;
  }
  return has_ports(s.protocol) && s.remote_port == 0 && view.row().direction == Direction::unknown
             ? Phase::bound
             : Phase::open;
}

// Returns the name of the socket's network namespace (its number if it has none, "" without either)
// if it is not the reader's. Returns nothing if it is the reader's or unknown.
[[nodiscard]] inline std::optional<std::string> other_netns(const RowView& view) {
  const auto& namespaces = view.snapshot().sample->namespaces;
  const NetnsId id = view.socket().netns;
  const auto own = std::ranges::find(namespaces, true, &Netns::own);
  if (own == namespaces.end() || id == NetnsId{} || own->id == id) return std::nullopt;
  const std::string_view name = netns_name(view);
  return name.empty() ? netns_number(id) : std::string(name);
}

}  // namespace portexplorer
