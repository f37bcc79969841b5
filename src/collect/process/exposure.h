// Who else can change a file that a process runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collect/procfs/proc_pid_dir.h"
#include "model/types.h"

namespace portexplorer {

// Who besides root and the file's own user can change what is at a path, or add files to its
// directory.
struct Exposure {
  std::string place;       // the file or directory that can be written
  std::string who;         // "everyone", "group 1000", "user 1000"
  bool adds_only = false;  // a sticky directory such as /tmp: they may put files there, but not
                           // replace those of others
};

struct Exposures {
  std::vector<Exposure> found;
  bool is_complete = true;  // false: as below, or an entry belongs to a user or group outside the
                            // reader's user namespace, so to anybody (own_ids.h)
  bool leaves_root =
      false;  // the directories above the root of a process with mounts of its own cannot be read
};

// Of a path as the links of /proc/PID show it (ProcPidDir::link_of_path), and of every directory
// above it, the nearest first: those above the process's root (chroot) as well, since whoever can
// rename them can replace the file. `user` is the process's, who may write.
[[nodiscard]] Exposures exposures_of(const ProcPidDir&, const std::string& path,
                                     std::uint32_t user);

// Whether there is any; empty where that cannot be said.
[[nodiscard]] std::optional<bool> is_place_exposed(const ProcPidDir&, const std::string& path,
                                                   Uid user);

}  // namespace portexplorer
