// The root of all control groups: the parent of their directories, and the place to attach BPF
// programs that run for all processes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer {

// Opens the root of the cgroup v2 hierarchy, even if older hierarchies are mounted, too.
// not_supported: none is mounted. If `mountinfo` cannot be read, tries the usual places;
// unavailable: none of them is a cgroup v2 root.
[[nodiscard]] Result<UniqueFd> open_cgroup_root(
    const std::string& mountinfo = "/proc/self/mountinfo",
    const std::vector<std::string>& usual_places = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"});

// Returns the mount point in one line of /proc/PID/mountinfo if it is a cgroup v2; otherwise empty.
// Pure.
[[nodiscard]] std::string cgroup2_mount_point(std::string_view line);

}  // namespace portexplorer
