// Short-lived sockets and processes, as load of the memory soak.
#pragma once

#include <cstddef>
#include <cstdint>

namespace portexplorer::bench {

// Runs until `stop_fd` reaches its end. Ten times per second, starts a process that opens a tenth
// of `per_second` connections to `listener` and accepts as many, holds them for a second and exits.
// Half of them end with a reset, half go through TIME_WAIT. Returns false if that failed.
bool churn(int listener, std::uint64_t per_second, std::size_t bytes, int stop_fd);

}  // namespace portexplorer::bench
