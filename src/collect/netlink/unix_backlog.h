// The connections that wait at unix listeners to be accepted. unix_diag omits them from its dump,
// because they have no inode yet, but lists the inodes of their other ends with the listener
// (UDIAG_SHOW_ICONS, unix_diag.h).
#pragma once

#include <cstddef>

#include "collect/netlink/channel.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// Appends a row for each connection that waits at a listener among the rows starting at
// `first_row`. Queries the kernel only if there are any. The rows have the listener's name and type
// and the inode of the other end; cookie, user, queues and memory are unknown. A listener that the
// kernel does not report, because its list does not fit into a message, becomes a coverage gap.
Result<void> append_unix_backlog(NetlinkChannel&, NetnsId, std::size_t first_row, TablePart&);

}  // namespace portexplorer
