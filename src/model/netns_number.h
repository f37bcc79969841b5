// The number of a network namespace, and keys of those whose number may not be read.
#pragma once

#include <cstdint>
#include <string>

#include "model/types.h"

namespace portexplorer {

// Returns a key for a namespace whose number may not be read: it is derived from the inode of the
// namespace's /proc/PID/net/dev. The kernel takes the numbers of both from one counter, which
// starts above 0xEFFFFFFF (proc_alloc_inum), so two namespaces never share a key, and the cleared
// highest bit keeps a key from being equal to any namespace's number.
[[nodiscard]] constexpr NetnsId stand_in_key(std::uint32_t net_dev_inode) {
  return NetnsId{0x7000'0000u | (net_dev_inode & 0x0FFF'FFFFu)};
}

[[nodiscard]] constexpr bool is_stand_in_key(NetnsId id) {
  return (id.value() & 0xF000'0000u) == 0x7000'0000u;
}

// Returns the number in decimal, as in /proc/PID/ns/net; empty where it is not known.
[[nodiscard]] inline std::string netns_number(NetnsId id) {
  return id == NetnsId{} || is_stand_in_key(id) ? std::string() : std::to_string(id.value());
}

}  // namespace portexplorer
