// Who on this machine talks with an address now.
#pragma once

#include <cstdint>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer {

enum class AddressRole : std::uint8_t {
  listens,     // it is this machine's own: waits at it for others
  outgoing,    // has called it
  incoming,    // was called from it
  either,      // talks with it; who called cannot be told
  connecting,  // tries to connect to it
  unaccepted,  // no program holds the connection yet: it waits for the listener
  local,    // it is this machine's own: a connection from it, or to it, whose other end is another
            // address
  closing,  // closed by its program; the kernel waits for the other end
  ended,    // in TIME_WAIT: both ends have closed it
};
[[nodiscard]] std::string_view to_string(AddressRole);

// The sockets of one process (or of nobody that is known) in one role and one network namespace.
struct AddressUser {
  AddressRole role = AddressRole::either;
  std::uint32_t process = kNoIndex;  // index into the tables of the sample
  std::vector<std::uint32_t> rows;   // indices into Snapshot::rows, ascending; at least one
};

struct AddressUse {
  bool is_own = false;             // this machine has the address itself; loopback too
  std::vector<AddressUser> users;  // in the order of roles, then of processes; unknown ones last
  std::uint64_t listening_everywhere = 0;  // of an own address: sockets of its network namespace
                                           // that wait at all addresses, and so at this one
};

// Costs one pass over the rows.
[[nodiscard]] AddressUse address_use(const Snapshot&, const ParsedAddress&);

}  // namespace portexplorer
