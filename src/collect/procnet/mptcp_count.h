// The number of MPTCP sockets, as counted by the kernel. It avoids a dump of an empty table:
// sock_diag visits its whole MPTCP table to find none, which takes a quarter of the time of a small
// list.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace portexplorer {

// Parses the texts of /proc/net/protocols and /proc/net/netstat: counts listening and connected
// sockets of both families. Empty if the kernel has no MPTCP, or may not count its sockets: it does
// on Linux 6.2 or later, which is certain if netstat has MPCurrEstab, a counter of Linux 6.10.
// Pure.
[[nodiscard]] std::optional<std::uint64_t> parse_mptcp_count(std::string_view protocols,
                                                             std::string_view netstat);

// For the namespace of this /proc/PID/net.
[[nodiscard]] std::optional<std::uint64_t> mptcp_count(int net_dir_fd);

}  // namespace portexplorer
