// Owners that live in a PID namespace which the reader does not see: neither /proc nor the kernel's
// programs show their processes.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Finds the sockets that a process outside of the reader's PID namespace holds, as far as there is
// evidence: the control group that the socket was made in (INET_DIAG_CGROUP_ID, Linux 5.9) has a
// process that the reader does not see, or is that of a container without any that it sees; or,
// where no such group can be read, the network namespace is one that such processes use. The owners
// of all other sockets without a visible holder stay unknown: they may be in flight between
// processes, or held by the kernel. Sets Tables::foreign_containers, with an empty name where no
// container is known, and makes the gap proc.pid_namespace notable. Does nothing, and costs
// nothing, where there is no such owner. `sample` must have passed combine().
void describe_foreign_owners(Sample& sample);

}  // namespace portexplorer
