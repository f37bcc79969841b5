// libbpf is loaded when it is first used: it brings libelf and libz, and most lists are made
// without it.
#pragma once

namespace portexplorer {

// Loads it. False: it is not installed, and every function of libbpf fails with ENOSYS. Any thread.
[[nodiscard]] bool libbpf_is_here();

}  // namespace portexplorer
