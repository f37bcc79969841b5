// This machine, read in this process: the netstat table and the mapped table, at the same time, on all cores.
#pragma once

#include <memory>

#include "model/socket_source.h"

namespace portexplorer {

// Never fails to be made; what cannot be read is said by each Sample.
[[nodiscard]] std::unique_ptr<SocketSource> make_local_source();

}  // namespace portexplorer
