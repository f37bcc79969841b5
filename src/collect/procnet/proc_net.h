// The netstat table by /proc/net: what netlink does not offer here (raw, icmp, sctp …), and
// everything where netlink is refused.
#pragma once

#include <string_view>

#include "base/result.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// The files of /proc/PID/net that hold a protocol: tcp, tcp6 … (raw and icmp too). Empty for
// protocols that have none.
[[nodiscard]] std::vector<std::string_view> proc_net_files(Protocol);

// Parses the text of one such file. Pure. Lines that make no sense are counted in
// losses.truncated_dumps, never fatal.
TablePart parse_proc_net(std::string_view file_name, std::string_view text, NetnsId);

// Reads `file_name` below `net_dir_fd` (an open /proc/PID/net). not_found: this kernel or namespace
// does not have it.
Result<TablePart> read_proc_net(int net_dir_fd, std::string_view file_name, NetnsId);

}  // namespace portexplorer
