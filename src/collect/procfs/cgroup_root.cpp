#include "collect/procfs/cgroup_root.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#include <cerrno>
#include <fstream>
#include <vector>

#include "collect/procfs/mount_line.h"

namespace portexplorer {
namespace {

// Without /proc there is no list of mounts; systemd and most others mount the hierarchy at one of
// these places.
Result<UniqueFd> open_usual_root(const std::vector<std::string>& places) {
  for (const std::string& place : places) {
    UniqueFd fd(::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct statfs status {};
    if (fd && ::fstatfs(fd.get(), &status) == 0 && status.f_type == CGROUP2_SUPER_MAGIC) return fd;
  }
  return fail(ErrorKind::unavailable, "the control groups cannot be found: /proc is not mounted");
}

}  // namespace

std::string cgroup2_mount_point(std::string_view line) {
  const auto mount = parse_mount_line(line);
  return mount && mount->type == "cgroup2" ? mount->place : "";
}

Result<UniqueFd> open_cgroup_root(const std::string& mountinfo,
                                  const std::vector<std::string>& usual_places) {
  std::ifstream file(mountinfo);
  if (!file.is_open()) return open_usual_root(usual_places);
  for (std::string line; std::getline(file, line);) {
    const std::string path = cgroup2_mount_point(line);
    if (path.empty()) continue;
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return fail_errno(errno, "the root control group cannot be opened");
    return fd;
  }
  return fail(ErrorKind::not_supported, "no cgroup v2 hierarchy is mounted");
}

}  // namespace portexplorer
