// Threads that have a table of open files of their own (unshare(CLONE_FILES)), which /proc/PID/fd
// does not show.
#pragma once

#include <functional>

#include "base/unique_fd.h"
#include "model/sample.h"

namespace portexplorer {

// Calls `visit` with the open directory (/proc/PID/task/TID) of one thread for each table of files
// that is not the first thread's. `process_dir` is the open /proc/PID. One system call for a
// process with one thread, one for each thread of others. Where the kernel does not compare tables
// (kcmp(2) needs CONFIG_KCMP and, in some containers, CAP_SYS_PTRACE), visits up to 64 threads,
// whatever their tables are. Ends once `visit` returns true.
void for_each_own_file_table(int process_dir, Pid pid,
                             const std::function<bool(UniqueFd&& thread, bool compared)>& visit);

}  // namespace portexplorer
