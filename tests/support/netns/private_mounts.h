// For a process in a mount namespace of its own: nothing that it mounts from now on is seen
// outside.
#pragma once

#include <sys/mount.h>

#include <cerrno>
#include <fstream>
#include <string>

namespace portexplorer::fixture {

// False with errno where the kernel refuses. Below a root that is no mount itself (chroot), each
// mount that can be seen becomes private; what lies below it keeps what whoever made the root gave
// it.
inline bool make_mounts_private() {
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) return true;
  if (errno != EINVAL) return false;
  std::ifstream mounts("/proc/self/mountinfo");  // id, parent, device, root, place, …
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
