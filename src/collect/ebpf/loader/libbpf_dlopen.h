// Loads libbpf on first use. It depends on libelf and libz, and most lists do not need it.
#pragma once

namespace portexplorer {

// Loads libbpf. Returns false if it is not installed; every function of libbpf then fails with
// ENOSYS. May be called on any thread.
[[nodiscard]] bool libbpf_is_here();

}  // namespace portexplorer
