// Describes given processes without reading their open files.
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "collect/procfs/machine.h"
#include "collect/scan/process_cache.h"
#include "collect/scan/process_scan.h"

namespace portexplorer {

// Reads on as many threads as request.threads says. Facts that need more than one process (user,
// most facts) are left to ClassJudge.
[[nodiscard]] ReadDescriptions describe_processes(int proc_fd, const OwnPlace& own,
                                                  const BootClock& clock,
                                                  std::span<const ProcessIdentity> wanted,
                                                  const ScanRequest& request);

// Reads those processes of `pids` that have open files, in order on the calling thread, until
// `stop` is requested. Returns those that were read; processes that ended are omitted. Before Linux
// 6.2, which does not count open files, it returns none.
[[nodiscard]] std::vector<ReadDescription> describe_until(const std::stop_token& stop, int proc_fd,
                                                          const OwnPlace& own,
                                                          const BootClock& clock,
                                                          std::span<const Pid> pids, bool details);

}  // namespace portexplorer
