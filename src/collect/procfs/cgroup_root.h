// The root of all control groups: their directories, and where BPF programs are attached that run
// for all processes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer {

// The root of the cgroup v2 hierarchy, also where older hierarchies are mounted beside it.
// not_supported: none is mounted. Where `mountinfo` cannot be read, the first of the usual places
// that is one; unavailable: none of them is.
[[nodiscard]] Result<UniqueFd> open_cgroup_root(
    const std::string& mountinfo = "/proc/self/mountinfo",
    const std::vector<std::string>& usual_places = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"});

// The mount point in one line of /proc/PID/mountinfo if that is a cgroup v2; otherwise empty. Pure.
[[nodiscard]] std::string cgroup2_mount_point(std::string_view line);

}  // namespace portexplorer
