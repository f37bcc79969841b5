// read_diag_table() over any channel: for tests and fuzzing, with recorded or forged datagrams.
#pragma once

#include "collect/netlink/channel.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// Like append_diag_table(). After an error, the part is unchanged.
Result<void> read_table(NetlinkChannel& channel, const DiagTable& table, NetnsId netns,
                        const DiagExtras&, TablePart& part);

}  // namespace portexplorer
