// For tests: namespaces that any user can create, and roots with files of the test.
#pragma once

#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "support/netns/private_mounts.h"
#include "support/procfs/test_process.h"

namespace portexplorer {

inline bool write_text(const char* path, const std::string& text) {
  const UniqueFd fd(::open(path, O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// Like `unshare -Urm`: the caller becomes root in a new user namespace, and may mount.
inline bool unshare_as_own_root(int more = 0) {
  const std::string uid = "0 " + std::to_string(::geteuid()) + " 1\n";
  const std::string gid = "0 " + std::to_string(::getegid()) + " 1\n";
  // A process that has dropped root owns its /proc files only then.
  if (::prctl(PR_SET_DUMPABLE, 1) != 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS | more) != 0)
    return false;
  const bool mapped = write_text("/proc/self/setgroups", "deny") &&
                      write_text("/proc/self/uid_map", uid) &&
                      write_text("/proc/self/gid_map", gid);
  return mapped && fixture::make_mounts_private();
}

inline bool lay_over(const std::string& what, const std::string& place) {
  return ::mount(what.c_str(), place.c_str(), nullptr, MS_BIND | MS_REC, nullptr) == 0;
}

// Prepares a directory that can become a root: the system's programs and libraries, /proc, and the
// files of the test.
inline void prepare_root(const TestDirectory& directory) {
  for (const char* name : {"usr", "proc", "var/lib/dpkg"})
    std::filesystem::create_directories(directory.path() / name);
  for (const char* name : {"bin", "sbin", "lib", "lib64"}) {
    const std::filesystem::path place = std::filesystem::path("/") / name;
    if (std::filesystem::is_symlink(place))
      std::filesystem::create_symlink(std::filesystem::read_symlink(place),
                                      directory.path() / name);
  }
}

// Requires a private mount namespace. `directory` must come from prepare_root().
inline bool become_root_directory(const TestDirectory& directory) {
  const std::string root = directory.path();
  return lay_over(root, root) && lay_over("/usr", root + "/usr") &&
         lay_over("/proc", root + "/proc") && ::chdir(root.c_str()) == 0 &&
         ::syscall(SYS_pivot_root, ".", ".") == 0 && ::umount2(".", MNT_DETACH) == 0 &&
         ::chdir("/") == 0;
}

}  // namespace portexplorer
