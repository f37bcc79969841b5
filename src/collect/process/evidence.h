// Decides whether what a process shows of its files is evidence, or may be forged by its user. Any
// user may create a user namespace, mount anything over any path in it, and choose where
// /proc/PID/exe points (prctl(2), PR_SET_MM_MAP).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "collect/procfs/proc_pid_dir.h"

namespace portexplorer {

// Returns whether the process is in the first user namespace of the machine; false also if that
// cannot be read. `process_dir`: an open /proc/PID.
[[nodiscard]] bool in_initial_user_namespace(int process_dir);

// Returns whether it is in the first user namespace, or in one that root created directly below it,
// as container engines do; false also if that cannot be read.
[[nodiscard]] bool in_user_namespace_of_root(int process_dir);

constexpr const char* kCgroups = "/sys/fs/cgroup";

// Returns whether it is in a container whose control group only root can have created: outside of
// every user's slice, and below directories that root owns. `cgroups` is where the hierarchies are
// mounted.
[[nodiscard]] bool in_container_of_root(const ProcPidDir&, const std::string& cgroups = kCgroups);

// Returns whether the path of a control group is in a user's part of the hierarchy: user.slice,
// user-N.slice, user@N.service. Pure.
[[nodiscard]] bool is_of_a_user(std::string_view cgroup);

// Returns whether only root can have put there what the process sees at `path` (an absolute path):
// checks it and every directory above it. For a process in the first user namespace, root is the
// machine's; in a container of root's, the container's.
[[nodiscard]] bool is_evidence(const ProcPidDir&, const std::string& path,
                               const std::string& cgroups = kCgroups);

// The text shown instead of a bare name if is_evidence() is false: "openssh-server (according to
// its own container)".
[[nodiscard]] std::string claimed_by_container(std::string_view name);

// Returns whether the process has the same mounts and the same root as the reader, so that their
// paths agree; false also if that cannot be read.
[[nodiscard]] bool sees_our_files(const ProcPidDir&);

}  // namespace portexplorer
