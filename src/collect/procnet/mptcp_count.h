// How many MPTCP sockets there are, by the kernel's own count: sock_diag visits its whole table of
// MPTCP to find none, which takes a quarter of the time of a small list.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portexplorer {

// From the texts of /proc/net/protocols and /proc/net/netstat: listening and connected sockets of
// both families. Empty where the kernel has no MPTCP, or does not count its sockets (before
// Linux 6.2; told by a counter of Linux 6.10 beside it). Pure.
[[nodiscard]] std::optional<std::uint64_t> parse_mptcp_count(std::string_view protocols,
                                                             std::string_view netstat);

// Of the namespace whose /proc/PID/net this is.
[[nodiscard]] std::optional<std::uint64_t> mptcp_count(int net_dir_fd);

}  // namespace portexplorer
