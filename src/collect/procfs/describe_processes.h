// What given processes are, without a look at their open files.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "collect/procfs/machine.h"
#include "collect/procfs/process_reader.h"
#include "collect/procfs/process_scan.h"

namespace portexplorer {

// Those that still live. places[i]: where processes[i] stands among those that were asked for, rising.
struct DescribedProcesses {
  std::vector<Process> processes;
  std::vector<JudgeFacts> facts;
  std::vector<std::size_t> places;
};

// Reads on as many threads as request.threads says. What needs more than one process (user, most facts) is left to ClassJudge.
[[nodiscard]] DescribedProcesses describe_processes(int proc_fd, const OwnPlace& own, const BootClock& clock,
                                                    std::span<const ProcessIdentity> wanted, const ScanRequest& request);

}  // namespace portexplorer
