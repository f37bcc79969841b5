// Which way to a Sample is the quicker one. Loading programs into the kernel costs some tens of
// milliseconds; after that a walk costs a fraction of what the plain way does.
#pragma once

#include <chrono>
#include <cstdint>

namespace portexplorer {

// Whether the programs may be loaded at all, as far as privilege tells (CAP_BPF and CAP_PERFMON).
// Costs a microsecond.
[[nodiscard]] bool may_load_programs();

// Whether the programs show more than /proc does: they may be loaded, but other users' open files
// may not be read.
[[nodiscard]] bool bpf_sees_more();

// For a reading that may be the only one. `sockets`: of all namespaces; processes cost both ways
// nearly the same. Pure.
[[nodiscard]] bool is_bpf_worth_loading(std::uint64_t sockets);
[[nodiscard]] bool is_bpf_worth_loading();  // on this machine, with this privilege

// For a reader that has read by the plain way, in this time, and reads again.
[[nodiscard]] bool pays_resident(std::chrono::nanoseconds plain_duration);

}  // namespace portexplorer
