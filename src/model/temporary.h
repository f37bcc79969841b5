// Ports that a kernel chose by chance for one connection: they say nothing about what the connection is for.
#pragma once

#include "model/snapshot.h"

namespace portexplorer {

// ip_local_port_range: what a kernel takes temporary ports from. first <= last; both belong to it.
struct PortRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  [[nodiscard]] bool contains(std::uint32_t port) const { return port >= first && port <= last; }
};
[[nodiscard]] inline PortRange temporary_range(const Host& host) { return {host.ephemeral_first, host.ephemeral_last}; }

// Whether the row's port of that side was chosen by chance. Local: of an outbound socket, inside the range. Remote: of an inbound
// connection, since the other side called; ports below 1024 are asked for by name even then. Where the direction is not known, a
// port inside the range is taken for temporary.
[[nodiscard]] bool has_temporary_port(const RowView&, bool remote);

}  // namespace portexplorer
