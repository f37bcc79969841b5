// Which way to a Sample is the quicker one. Loading programs into the kernel costs some tens of milliseconds; after that
// a walk costs a fraction of what the plain way does.
#pragma once

#include <chrono>
#include <cstdint>

namespace portexplorer {

// How much there is to read on this machine.
struct MachineSize {
  std::uint64_t sockets = 0;    // of all namespaces
  std::uint64_t processes = 0;  // threads count too
};
[[nodiscard]] MachineSize machine_size();

// Whether the programs may be loaded at all, as far as privilege tells (CAP_BPF and CAP_PERFMON). Costs a microsecond.
[[nodiscard]] bool may_load_programs();

// For a reading that may be the only one. Pure.
[[nodiscard]] bool pays_once(const MachineSize&);
[[nodiscard]] bool pays_once();  // of this machine, with this privilege

// For a reader that has read by the plain way, in this time, and reads again.
[[nodiscard]] bool pays_resident(std::chrono::nanoseconds plain_duration);

}  // namespace portexplorer
