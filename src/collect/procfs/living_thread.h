// Which thread is read in place of a process whose first thread has ended.
#pragma once

#include <functional>

#include "base/unique_fd.h"

namespace portexplorer {

// A first thread that has called pthread_exit() has given up its memory, files and namespaces; the
// others keep them. So where the first thread of the process whose /proc directory is open has
// ended, `visit` gets the open directory of each thread that has not, until it returns true. One
// system call for a process with one thread, four for one whose first thread lives.
void for_each_living_thread(int process_dir, const std::function<bool(UniqueFd&& thread)>& visit);

// The first of them; none where the process's own directory has it all.
[[nodiscard]] UniqueFd living_thread(int process_dir);

}  // namespace portexplorer
