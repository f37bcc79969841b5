// For a process in a separate mount namespace: makes its future mounts invisible outside.
#pragma once

#include <sys/mount.h>

#include <cerrno>
#include <fstream>
#include <string>

namespace portexplorer::fixture {

// Returns false with errno set if the kernel refuses. Below a root that is not a mount point
// (chroot), each visible mount becomes private; mounts below it keep their propagation type.
inline bool make_mounts_private() {
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) return true;
  if (errno != EINVAL) return false;
  std::ifstream mounts("/proc/self/mountinfo");  // id, parent, device, root, mount point, …
  std::string skipped;
  std::string place;
  while (mounts >> skipped >> skipped >> skipped >> skipped >> place) {
    if (mount(nullptr, place.c_str(), nullptr, MS_PRIVATE, nullptr) != 0 && errno != EINVAL)
      return false;
    std::getline(mounts, skipped);
  }
  return true;
}

}  // namespace portexplorer::fixture
