// Reads the names of network interfaces from /proc/PID/net, for a network namespace that cannot be
// entered to use rtnetlink.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portexplorer {

using InterfaceNames = std::vector<std::pair<std::uint32_t, std::string>>;  // ifindex, name

// Parses the texts of `igmp`, `if_inet6` and `dev_mcast`. Returns each interface once, by index;
// malformed lines are skipped. Pure.
[[nodiscard]] InterfaceNames parse_interface_names(std::string_view igmp, std::string_view if_inet6,
                                                   std::string_view dev_mcast);

// Reads those files below `net_dir_fd` (an open /proc/PID/net), as far as they exist. Interfaces
// that are down may be missing: no file of /proc/net lists the indices of all.
[[nodiscard]] InterfaceNames read_interface_names(int net_dir_fd);

}  // namespace portexplorer
