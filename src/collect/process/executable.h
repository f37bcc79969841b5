// The file that a process runs, and its state.
#pragma once

#include <string>
#include <string_view>

#include "collect/procfs/proc_pid_dir.h"
#include "model/process.h"

namespace portexplorer {

struct ExecutableFile {
  std::string path;  // without " (deleted)"; "/memfd:NAME" for one that exists only in memory;
                     // empty if unreadable
  Executable state = Executable::unreadable;
};

// Reads `exe` of an open /proc/PID. The path is looked up in the root to which it is relative
// (mount_table.h): the process's own, which may be a container's, or the reader's. The kernel marks
// a removed file by " (deleted)" at the end of its path (fs/d_path.c); a file that is really named
// so is recognized by its inode. If the location of a removed file cannot be examined, the state is
// unreadable. `links_may_wait`: see mount_table.h. Waits for the server of a file system only until
// the deadline of a child (base/disposable.h).
ExecutableFile read_executable(int process_dir, bool links_may_wait = false);

// Returns the file that `exe` refers to; `path` is the text of that link. Empty if it could not be
// read without waiting.
[[nodiscard]] std::optional<LinkTarget> executable_target(int process_dir, std::string_view path,
                                                          bool links_may_wait);

// Returns the last component of a path.
[[nodiscard]] std::string_view file_name(std::string_view path);

}  // namespace portexplorer
