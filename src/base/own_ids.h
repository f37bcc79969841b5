// Which numbers of users and groups mean something in the reader's own user namespace.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/words.h"

namespace portexplorer {

// One kind of ids: users or groups.
struct IdMap {
  bool is_complete =
      true;  // the map holds all ids of the machine, so the overflow id is a user of its own
  std::uint32_t overflow = 65534;  // what the kernel reports for each id that is not in the map

  // Whether the number may be the overflow id of one outside the map, and so names nobody. The map
  // may hold the overflow id itself, too.
  [[nodiscard]] bool is_unknown(std::uint32_t id) const { return !is_complete && id == overflow; }
};

// From the texts of /proc/self/uid_map and /proc/sys/kernel/overflowuid. A map that cannot be read
// (nullopt) or parsed counts as complete; an empty one, that of a user namespace which was given
// none, has no id at all. Pure.
[[nodiscard]] IdMap parse_id_map(std::optional<std::string_view> map, std::string_view overflow);

// Of this process. Read at the first call: the maps of a user namespace are written once. Any
// thread.
[[nodiscard]] const IdMap& own_users();
[[nodiscard]] const IdMap& own_groups();

// Whether this process lives in a PID or user namespace other than the machine's first one, as in a
// container: its root does not see all that the machine's does.
[[nodiscard]] bool is_confined();

// Why such a user or group is not known: a clause.
[[nodiscard]] Text outside_id_map();

}  // namespace portexplorer
