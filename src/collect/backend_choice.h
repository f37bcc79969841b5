// Chooses the faster backend. Loading BPF programs takes some tens of milliseconds; after that, a
// reading takes a fraction of the time that the netlink backend needs.
#pragma once

#include <chrono>
#include <cstdint>

namespace portexplorer {

// Returns whether the privileges suffice to load BPF programs (CAP_BPF and CAP_PERFMON). Takes
// about a microsecond.
[[nodiscard]] bool may_load_programs();

// Returns whether BPF programs see more than /proc: they can be loaded, but the open files of other
// users cannot be read.
[[nodiscard]] bool bpf_sees_more();

// For a reading that may be the only one. `sockets` counts those of all namespaces; processes cost
// nearly the same with both backends. Pure.
[[nodiscard]] bool is_bpf_worth_loading(std::uint64_t sockets);
[[nodiscard]] bool is_bpf_worth_loading();  // on this machine, with the current privileges

// For a source that reads repeatedly and whose last netlink reading took `plain_duration`.
[[nodiscard]] bool pays_resident(std::chrono::nanoseconds plain_duration);

}  // namespace portexplorer
