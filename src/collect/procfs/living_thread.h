// Selects the thread to read for a process whose first thread has ended.
#pragma once

#include <functional>

#include "base/unique_fd.h"

namespace portexplorer {

// A first thread that has called pthread_exit() has released its memory, files and namespaces; the
// others keep them. So if the first thread of the process with the open /proc directory has ended,
// `visit` receives the open directory of each thread that has not, until it returns true. Takes one
// system call for a process with one thread, four for one whose first thread still runs.
void for_each_living_thread(int process_dir, const std::function<bool(UniqueFd&& thread)>& visit);

// Returns the first of them; none if the process's own directory is complete.
[[nodiscard]] UniqueFd living_thread(int process_dir);

}  // namespace portexplorer
