// /proc/PID/cgroup, parsed: where systemd or a container engine has put a process. Pure.
// Source: cgroups(7); the naming of systemd, Docker, Podman, containerd, CRI-O, Kubernetes, LXC,
// systemd-nspawn, Garden.
#pragma once

#include <string>
#include <string_view>

namespace portexplorer {

struct CgroupPlace {
  std::string path;  // raw; "/" where the process is in no group of its own
  std::string unit;  // the innermost *.service or *.scope, as systemd writes it; "user 1000: NAME"
                     // below user@1000.service
  std::string container;  // short id (12 hex digits) or name
  bool openrc = false;    // in a service of OpenRC
};

// The path comes from systemd's hierarchy (name=systemd) where a machine has one that groups
// anything, otherwise from the unified one (0::); a container may stand in any of the others. From
// inside a cgroup namespace, what is outside of it starts with "/..". Lines that make no sense are
// passed over.
[[nodiscard]] CgroupPlace parse_cgroup(std::string_view text);

// The name or short id of the container that a cgroup path stands for; "" for none.
[[nodiscard]] std::string container_of_path(std::string_view path);

}  // namespace portexplorer
