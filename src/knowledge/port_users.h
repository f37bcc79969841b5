// Who uses a port on this machine now.
#pragma once

#include <cstdint>
#include <vector>

#include "knowledge/port_story.h"
#include "model/snapshot.h"

namespace portexplorer {

enum class PortRole : std::uint8_t {
  listens,    // waits on it for others
  incoming,   // others are connected to it
  own,        // it is the local port of a socket, and neither of these
  outgoing,   // connected to it at the other side
  temporary,  // the kernel chose it by chance for a connection that calls out
  ended,      // the echo of a connection that has ended; nobody holds it
};
[[nodiscard]] std::string_view to_string(PortRole);

// The sockets of one process (or of nobody that is known) that use the port in the same way.
struct PortUser {
  PortRole role = PortRole::listens;
  std::uint32_t process = kNoIndex;  // index into the tables of the sample
  std::vector<std::uint32_t> rows;   // indices into Snapshot::rows, ascending; at least one
};

struct PortSides {
  bool local = true;
  bool remote = true;
};

// In the order of the roles, then of the processes; unknown ones last. mptcp counts as tcp, udplite as udp. Costs one pass over the rows.
[[nodiscard]] std::vector<PortUser> port_users(const Snapshot&, Protocol, std::uint32_t port, PortSides);

[[nodiscard]] UsedHere used_here(const std::vector<PortUser>&);

}  // namespace portexplorer
