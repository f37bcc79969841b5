// Who uses a port on this machine now.
#pragma once

#include <cstdint>
#include <vector>

#include "knowledge/port_story.h"
#include "model/snapshot.h"

namespace portexplorer {

enum class PortRole : std::uint8_t {
  listens,     // waits on it for others
  incoming,    // others are connected to it
  own,         // it is the local port of a socket, and neither of these
  unaccepted,  // no program holds the connection yet: it waits for the listener
  outgoing,    // connected to it at the other side
  connecting,  // tries to connect to it at the other side
  ephemeral,   // the kernel chose it by chance for a connection that calls out
  reserved,    // bound to it by a program that neither listens nor is connected
  closing,     // closed by its program; the kernel waits for the other end
  ended,       // in TIME_WAIT: both ends have closed it
};
[[nodiscard]] std::string_view to_string(PortRole);

// The sockets of one process (or of nobody that is known) in one network namespace that use the
// port in the same way.
struct PortUser {
  PortRole role = PortRole::listens;
  std::uint32_t process = kNoIndex;  // index into the tables of the sample
  std::vector<std::uint32_t> rows;   // indices into Snapshot::rows, ascending; at least one
};

struct PortSides {
  bool local = true;
  bool remote = true;
};

// In the order of the roles, those of the reader's network namespace first, then of the processes;
// unknown ones last. mptcp counts as tcp, udplite as udp. Costs one pass over the rows.
[[nodiscard]] std::vector<PortUser> port_users(const Snapshot&, Protocol, std::uint32_t port,
                                               PortSides);

[[nodiscard]] UsedHere used_here(const std::vector<PortUser>&);

}  // namespace portexplorer
