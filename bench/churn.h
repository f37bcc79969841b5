// Sockets and processes that come and go: what a memory soak runs under.
#pragma once

#include <cstddef>
#include <cstdint>

namespace portexplorer::bench {

// Until `stop_fd` ends: ten times a second starts a process that opens a tenth of `per_second`
// connections to `listener` and accepts as many, holds them for a second, and ends. Half of them
// end with a reset, half go through TIME_WAIT. False if that failed.
bool churn(int listener, std::uint64_t per_second, std::size_t bytes, int stop_fd);

}  // namespace portexplorer::bench
