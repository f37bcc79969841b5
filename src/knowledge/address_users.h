// Who on this machine talks with an address now.
#pragma once

#include <cstdint>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer {

enum class AddressRole : std::uint8_t {
  listens,   // it is this machine's own: waits at it for others
  outgoing,  // has called it
  incoming,  // was called from it
  either,    // talks with it; who called cannot be told
  ended,     // the echo of a connection that has ended; nobody holds it
};
[[nodiscard]] std::string_view to_string(AddressRole);

// The sockets of one process (or of nobody that is known) in one role.
struct AddressUser {
  AddressRole role = AddressRole::either;
  std::uint32_t process = kNoIndex;  // index into the tables of the sample
  std::vector<std::uint32_t> rows;   // indices into Snapshot::rows, ascending; at least one
};

struct AddressUse {
  bool is_own = false;                     // this machine has the address itself; loopback too
  std::vector<AddressUser> users;          // in the order of roles, then of processes; unknown ones last
  std::uint64_t listening_everywhere = 0;  // of an own address: sockets that wait at all addresses, and so at this one
};

// Costs one pass over the rows.
[[nodiscard]] AddressUse address_use(const Snapshot&, const ParsedAddress&);

}  // namespace portexplorer
