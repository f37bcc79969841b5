// Whether what a process shows of its files is evidence, or may be of its user's own making. Anyone
// may create a user namespace, in which he mounts what he likes over any path and chooses where
// /proc/PID/exe leads (prctl(2), PR_SET_MM_MAP).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "collect/procfs/proc_pid_dir.h"

namespace portexplorer {

// The process is in the first user namespace of the machine. False also where that cannot be read.
// `process_dir`: an open /proc/PID.
[[nodiscard]] bool in_initial_user_namespace(int process_dir);

// It is in the first one, or in one that root created right below it, as engines of containers do.
// False also where that cannot be read.
[[nodiscard]] bool in_user_namespace_of_root(int process_dir);

constexpr const char* kCgroups = "/sys/fs/cgroup";

// It is in a container whose control group only root can have created: outside of every user's
// slice, and below directories that root owns. `cgroups` is where the hierarchies are mounted.
[[nodiscard]] bool in_container_of_root(const ProcPidDir&, const std::string& cgroups = kCgroups);

// Path of a control group that lies in the part of a user: user.slice, user-N.slice,
// user@N.service. Pure.
[[nodiscard]] bool is_of_a_user(std::string_view cgroup);

// Nobody but root can have put there what the process sees at `path` (a full path): it and every
// directory above it. Of a process in the first user namespace, root is the machine's; of one in a
// container of root's, the container's.
[[nodiscard]] bool is_evidence(const ProcPidDir&, const std::string& path,
                               const std::string& cgroups = kCgroups);

// What is said instead of a bare name where is_evidence() is false: "openssh-server (according to
// its own container)".
[[nodiscard]] std::string claimed_by_container(std::string_view name);

// The paths of the process are those of the reader: the same mounts, the same root. False also
// where that cannot be read.
[[nodiscard]] bool sees_our_files(const ProcPidDir&);

}  // namespace portexplorer
