// The number of a network namespace, and substitute keys for namespaces whose number is unreadable.
#pragma once

#include <cstdint>
#include <string>

#include "model/types.h"

namespace portexplorer {

// Returns a key for a namespace whose number may not be read, derived from the inode of its
// /proc/PID/net/dev. The kernel allocates both numbers from one counter that starts above
// 0xEFFFFFFF (proc_alloc_inum), so two namespaces never share a key. The cleared highest bit keeps
// a key from being equal to the number of any namespace.
[[nodiscard]] constexpr NetnsId stand_in_key(std::uint32_t net_dev_inode) {
  return NetnsId{0x7000'0000u | (net_dev_inode & 0x0FFF'FFFFu)};
}

[[nodiscard]] constexpr bool is_stand_in_key(NetnsId id) {
  return (id.value() & 0xF000'0000u) == 0x7000'0000u;
}

// Returns the number in decimal, as in /proc/PID/ns/net; empty if unknown.
[[nodiscard]] inline std::string netns_number(NetnsId id) {
  return id == NetnsId{} || is_stand_in_key(id) ? std::string() : std::to_string(id.value());
}

}  // namespace portexplorer
