// Ports that a kernel chose by chance for one connection: they say nothing about what the
// connection is for.
#pragma once

#include "model/snapshot.h"

namespace portexplorer {

// ip_local_port_range: what a kernel takes ephemeral ports from. first <= last; both belong to it.
struct PortRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  [[nodiscard]] bool contains(std::uint32_t port) const { return port >= first && port <= last; }
};
[[nodiscard]] inline PortRange ephemeral_range(const Host& host) {
  return {host.ephemeral_first, host.ephemeral_last};
}

constexpr std::uint32_t kFirstUnprivilegedPort = 1024;

[[nodiscard]] inline bool is_ephemeral_port(Direction direction, std::uint32_t port,
                                            PortRange range, bool remote) {
  switch (direction) {
    case Direction::listening: return false;
    case Direction::inbound: return remote && port >= kFirstUnprivilegedPort;
    case Direction::outbound: return !remote && range.contains(port);
    case Direction::unknown: break;
  }
  return range.contains(port);
}

// Whether the row's port of that side was chosen by chance. Local: of an outbound socket, inside
// the range. Remote: of an inbound connection, since the other side called; ports below 1024 are
// asked for by name even then. Where the direction is not known, a port inside the range is taken
// for ephemeral; but UDP, which has no direction, names the port that it connects to, so there only
// the local one is.
[[nodiscard]] inline bool has_ephemeral_port(const RowView& view, bool remote) {
  const Socket& s = view.socket();
  const PortRange range = ephemeral_range(view.snapshot().sample->host);
  const bool is_datagram = s.protocol == Protocol::udp || s.protocol == Protocol::udplite;
  if (is_datagram && s.remote_port != 0 && range.contains(s.local_port)) return !remote;
  return is_ephemeral_port(view.row().direction, remote ? s.remote_port : s.local_port, range,
                           remote);
}

}  // namespace portexplorer
