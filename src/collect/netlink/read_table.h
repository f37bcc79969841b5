// read_diag_table() over any channel: for tests and fuzzing, which bring recorded or forged
// datagrams.
#pragma once

#include "collect/netlink/channel.h"
#include "collect/netlink/sock_diag.h"

namespace portexplorer {

// As append_diag_table(). On an error the part is as it was before.
Result<void> read_table(NetlinkChannel& channel, const DiagTable& table, NetnsId netns,
                        const DiagExtras&, TablePart& part);

}  // namespace portexplorer
