// Threads with a separate table of open files (unshare(CLONE_FILES)), which /proc/PID/fd does not
// show.
#pragma once

#include <functional>

#include "base/unique_fd.h"
#include "model/sample.h"

namespace portexplorer {

// Calls `visit` with the open directory (/proc/PID/task/TID) of one thread for each file table
// other than the first thread's. `process_dir` is the open /proc/PID. Takes one system call for a
// process with one thread, one per thread for others. If the kernel does not compare tables
// (kcmp(2) requires CONFIG_KCMP and, in some containers, CAP_SYS_PTRACE), visits up to 64 threads,
// whatever their tables are. Stops once `visit` returns true.
void for_each_own_file_table(int process_dir, Pid pid,
                             const std::function<bool(UniqueFd&& thread, bool compared)>& visit);

}  // namespace portexplorer
