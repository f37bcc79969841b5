// The file that a process runs, and what became of it.
#pragma once

#include <string>
#include <string_view>

#include "collect/procfs/proc_pid_dir.h"
#include "model/process.h"

namespace portexplorer {

struct ExecutableFile {
  std::string path;  // without " (deleted)"; "/memfd:NAME" for one that is in memory only; empty
                     // where unreadable
  Executable state = Executable::unreadable;
};

// Reads `exe` of an open /proc/PID. The path is looked up in the root that it is of
// (mount_table.h): the process's own, which may be a container's, or ours. The kernel marks a
// removed file by " (deleted)" behind its path (fs/d_path.c); a file that is really named so is
// told from it by its inode. Where the place of a removed file cannot be looked at, the state is
// unreadable. `links_may_wait`: see mount_table.h. Waits for no server of a file system for longer
// than a child is given (base/disposable.h).
ExecutableFile read_executable(int process_dir, bool links_may_wait = false);

// The file that `exe` leads to; `path` is where that link says it is. Empty where it could not be
// read without waiting.
[[nodiscard]] std::optional<LinkTarget> executable_target(int process_dir, std::string_view path,
                                                          bool links_may_wait);

// The last part of a path.
[[nodiscard]] std::string_view file_name(std::string_view path);

}  // namespace portexplorer
