// Owners in a PID namespace that the reader does not see: neither /proc nor BPF programs show their
// processes.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Finds the sockets that a process outside of the reader's PID namespace holds, if there is
// evidence. The evidence is the control group in which the socket was created (INET_DIAG_CGROUP_ID,
// Linux 5.9): it has a process that the reader does not see, or belongs to a container without any
// process that it sees. If no such group can be read, it is a network namespace that such processes
// use. The owners of all other sockets without a visible holder stay unknown: they may be in flight
// between processes, or held by the kernel. Sets Tables::foreign_containers, with an empty name if
// no container is known, and makes the gap proc.pid_namespace notable. Does nothing, at no cost, if
// there is no such owner. `sample` must have passed combine().
void describe_foreign_owners(Sample& sample);

}  // namespace portexplorer
