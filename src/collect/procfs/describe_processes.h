// What given processes are, without a look at their open files.
#pragma once

#include <span>

#include "collect/procfs/machine.h"
#include "collect/procfs/process_memory.h"
#include "collect/procfs/process_scan.h"

namespace portexplorer {

// Reads on as many threads as request.threads says. What needs more than one process (user, most facts) is left to ClassJudge.
[[nodiscard]] ReadDescriptions describe_processes(int proc_fd, const OwnPlace& own, const BootClock& clock,
                                                  std::span<const ProcessIdentity> wanted, const ScanRequest& request);

}  // namespace portexplorer
