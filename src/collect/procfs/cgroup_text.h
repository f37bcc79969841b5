// Parses /proc/PID/cgroup: where systemd or a container engine has put a process. Pure.
// Source: cgroups(7); the naming of systemd, Docker, Podman, containerd, CRI-O, Kubernetes, LXC,
// systemd-nspawn, Garden.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

struct CgroupPlace {
  std::string path;  // raw; "/" if the process is in the root group
  std::string unit;  // the innermost *.service or *.scope, as systemd writes it; "user 1000: NAME"
                     // below user@1000.service
  std::string container;  // short id (12 hex digits) or name
  bool openrc = false;    // in a service of OpenRC
};

// The path comes from systemd's hierarchy (name=systemd) if the machine has one that is in use,
// otherwise from the unified one (0::); a container may appear in any of the others. Inside a
// cgroup namespace, paths outside of it start with "/..". Malformed lines are skipped.
[[nodiscard]] CgroupPlace parse_cgroup(std::string_view text);

// Returns the name or short id of the container in a cgroup path; "" if there is none.
[[nodiscard]] std::string container_of_path(std::string_view path);

}  // namespace portexplorer
