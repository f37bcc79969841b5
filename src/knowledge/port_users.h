// Which processes on this machine use a port at present.
#pragma once

#include <cstdint>
#include <vector>

#include "knowledge/port_story.h"
#include "model/snapshot.h"

namespace portexplorer {

enum class PortRole : std::uint8_t {
  listens,     // waits for connections to it
  incoming,    // remote hosts are connected to it
  own,         // the local port of a socket that matches neither of these
  unaccepted,  // no program holds the connection yet: it waits for the listener
  outgoing,    // connected to it on the remote side
  connecting,  // tries to connect to it on the remote side
  ephemeral,   // the kernel assigned it to an outbound connection
  reserved,    // bound by a program that neither listens nor is connected
  closing,     // closed by its program; the kernel waits for the other end
  ended,       // in TIME_WAIT: both ends have closed it
};
[[nodiscard]] std::string_view to_string(PortRole);

// The sockets of one process (or without a known one) in one network namespace that use the port in
// the same way.
struct PortUser {
  PortRole role = PortRole::listens;
  std::uint32_t process = kNoIndex;  // index into the processes of the sample
  std::vector<std::uint32_t> rows;   // indices into Snapshot::rows, ascending; at least one
};

struct PortSides {
  bool local = true;
  bool remote = true;
};

// Returns the users ordered by role, then those of the reader's network namespace first, then by
// process; unknown processes last. mptcp counts as tcp, udplite as udp. One pass over the rows.
[[nodiscard]] std::vector<PortUser> port_users(const Snapshot&, Protocol, std::uint32_t port,
                                               PortSides);

[[nodiscard]] UsedHere used_here(const std::vector<PortUser>&);

}  // namespace portexplorer
