// Reads socket tables from /proc/net: those that netlink does not offer here (raw, icmp, sctp …),
// and all of them if netlink is refused.
#pragma once

#include <string_view>

#include "base/result.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// Returns the files of /proc/PID/net with the sockets of a protocol: tcp, tcp6 … (also raw and
// icmp). Empty for protocols that have none.
[[nodiscard]] std::vector<std::string_view> proc_net_files(Protocol);

// Parses the text of one such file. Pure. Malformed lines are counted in losses.truncated_dumps and
// never fatal.
TablePart parse_proc_net(std::string_view file_name, std::string_view text, NetnsId);

// Reads `file_name` below `net_dir_fd` (an open /proc/PID/net). not_found: this kernel or namespace
// does not have it.
Result<TablePart> read_proc_net(int net_dir_fd, std::string_view file_name, NetnsId);

}  // namespace portexplorer
