// Ephemeral ports, which the kernel assigns for a single connection: they say nothing about its
// purpose.
#pragma once

#include "model/snapshot.h"

namespace portexplorer {

// ip_local_port_range: the range of ephemeral ports, both ends inclusive. first <= last.
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

// Returns whether the row's port on the given side is ephemeral. Local: of an outbound socket,
// inside the range. Remote: of an inbound connection, since the other side opened it; ports below
// 1024 are excepted because they must be requested. If the direction is unknown, a port inside the
// range is assumed to be ephemeral. UDP has no direction, but it names the port that it connects
// to, so only its local port can be.
[[nodiscard]] inline bool has_ephemeral_port(const RowView& view, bool remote) {
  const Socket& s = view.socket();
  const PortRange range = ephemeral_range(view.snapshot().sample->host);
  const bool is_datagram = s.protocol == Protocol::udp || s.protocol == Protocol::udplite;
  if (is_datagram && s.remote_port != 0 && range.contains(s.local_port)) return !remote;
  return is_ephemeral_port(view.row().direction, remote ? s.remote_port : s.local_port, range,
                           remote);
}

}  // namespace portexplorer
