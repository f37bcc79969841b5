// Which processes on this machine communicate with an address at present.
#pragma once

#include <cstdint>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer {

enum class AddressRole : std::uint8_t {
  listens,     // this machine's own address: waits for connections to it
  outgoing,    // has opened a connection to it
  incoming,    // has accepted a connection from it
  either,      // is connected to it, in an unknown direction
  connecting,  // tries to connect to it
  unaccepted,  // no program holds the connection yet: it waits for the listener
  // This machine's own address: a connection from or to it whose other end is another address.
  local,
  closing,  // closed by its program; the kernel waits for the other end
  ended,    // in TIME_WAIT: both ends have closed it
};
[[nodiscard]] std::string_view to_string(AddressRole);

// The sockets of one process (or without a known one) in one role and one network namespace.
struct AddressUser {
  AddressRole role = AddressRole::either;
  std::uint32_t process = kNoIndex;  // index into the processes of the sample
  std::vector<std::uint32_t> rows;   // indices into Snapshot::rows, ascending; at least one
};

struct AddressUse {
  bool is_own = false;             // an address of this machine itself, including loopback
  std::vector<AddressUser> users;  // ordered by role, then process; unknown processes last
  // For an own address: sockets of its network namespace that wait on the wildcard address, and
  // thus on this one.
  std::uint64_t listening_everywhere = 0;
};

// Computes the use of an address in one pass over the rows.
[[nodiscard]] AddressUse address_use(const Snapshot&, const ParsedAddress&);

}  // namespace portexplorer
