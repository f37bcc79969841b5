// Owners that live in a PID namespace which the reader does not see: neither /proc nor the kernel's programs show their processes.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Finds the container of each owner that /proc leaves out, where the control group of its socket (INET_DIAG_CGROUP_ID, Linux 5.9)
// names one, and makes the gap proc.pid_namespace notable. Does nothing, and costs nothing, where there is no such owner. The control
// group is that of the process that made the socket. `sample` must have passed combine().
void describe_foreign_owners(Sample& sample);

}  // namespace portexplorer
