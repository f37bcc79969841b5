// Removes the directory of a test.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <system_error>

namespace portexplorer {

inline bool is_mount_point(const std::filesystem::path& path) {
  struct statx status {};
  const int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC;
  return ::statx(AT_FDCWD, path.c_str(), flags, 0, &status) == 0 &&
         (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// Fails without removing anything if a file system is mounted in the directory: the contents of a
// bind-mounted directory would be removed too.
inline void remove_tree(const std::filesystem::path& directory) {
  std::error_code ignored;
  bool mounted = is_mount_point(directory);
  std::filesystem::recursive_directory_iterator entries(directory, ignored);
  for (; !mounted && entries != std::filesystem::recursive_directory_iterator();
       entries.increment(ignored)) {
    mounted = entries->is_directory(ignored) && !entries->is_symlink(ignored) &&
              is_mount_point(entries->path());
  }
  if (mounted) ADD_FAILURE() << directory << " is not removed: something is mounted in it";
  else std::filesystem::remove_all(directory, ignored);
}

}  // namespace portexplorer
