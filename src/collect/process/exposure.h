// Finds out who else can change a file that a process runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collect/procfs/proc_pid_dir.h"
#include "model/types.h"

namespace portexplorer {

// A place that users other than root and the file's own user can change, or a directory to which
// they can add files.
struct Exposure {
  std::string place;       // the writable file or directory
  std::string who;         // "everyone", "group 1000", "user 1000"
  bool adds_only = false;  // a sticky directory such as /tmp: they may create files there, but not
                           // replace those of others
};

struct Exposures {
  std::vector<Exposure> found;
  bool is_complete = true;  // false: as below, or an entry belongs to an unmapped user or group,
                            // which may be any (own_ids.h)
  bool leaves_root =
      false;  // the directories above the root of a process with separate mounts cannot be read
};

// Examines a path as shown by the links of /proc/PID (ProcPidDir::link_of_path), and every
// directory above it, nearest first. This includes those above the process's root (chroot), since a
// user who can rename them can replace the file. `user` is the process's user, who may write.
[[nodiscard]] Exposures exposures_of(const ProcPidDir&, const std::string& path,
                                     std::uint32_t user);

// Returns whether there is any exposure; empty if unknown.
[[nodiscard]] std::optional<bool> is_place_exposed(const ProcPidDir&, const std::string& path,
                                                   Uid user);

}  // namespace portexplorer
