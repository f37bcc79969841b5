// Which user and group ids are meaningful in the reader's user namespace.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/words.h"

namespace portexplorer {

// One kind of ids: users or groups.
struct IdMap {
  // The map contains all ids of the machine, so the overflow id is an ordinary user.
  bool is_complete = true;
  std::uint32_t overflow = 65534;  // reported by the kernel for each id that is not in the map

  // Returns whether the number may be the overflow id of an unmapped id, which names no user. The
  // map may also contain the overflow id itself.
  [[nodiscard]] bool is_unknown(std::uint32_t id) const { return !is_complete && id == overflow; }
};

// Parses /proc/self/uid_map and /proc/sys/kernel/overflowuid. An unreadable (nullopt) or malformed
// map counts as complete. An empty map, that of a user namespace whose map was never written, has
// no ids. Pure.
[[nodiscard]] IdMap parse_id_map(std::optional<std::string_view> map, std::string_view overflow);

// Return the maps of this process. They are read at the first call, since the maps of a user
// namespace are written only once. Any thread.
[[nodiscard]] const IdMap& own_users();
[[nodiscard]] const IdMap& own_groups();

// Returns whether this process runs in a PID or user namespace other than the initial one, as in a
// container. Its root then does not see everything that root of the machine does.
[[nodiscard]] bool is_confined();

// Returns a clause that explains why such a user or group is unknown.
[[nodiscard]] Text outside_id_map();

// Returns this process's PID as /proc shows it, which is not getpid() if /proc was mounted in an
// outer PID namespace; then getpid() may be the PID of another process there. Returns getpid()
// if /proc is not mounted or does not show this process.
[[nodiscard]] std::int32_t pid_shown_by_proc();

}  // namespace portexplorer
