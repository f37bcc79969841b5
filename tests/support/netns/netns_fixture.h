// Private network and mount namespaces for tests: nothing that a test does reaches the machine's
// network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// Moves the calling process (which must have one thread) into a new network namespace with loopback
// up, and back at the end.
class ScopedNetns {
 public:
  ScopedNetns();
  ScopedNetns(const ScopedNetns&) = delete;
  ScopedNetns& operator=(const ScopedNetns&) = delete;
  ~ScopedNetns();

 private:
  UniqueFd before_;
};

// Moves the calling process into a new mount namespace whose mounts are not visible elsewhere, and
// back at the end.
class ScopedMounts {
 public:
  ScopedMounts();
  ScopedMounts(const ScopedMounts&) = delete;
  ScopedMounts& operator=(const ScopedMounts&) = delete;
  ~ScopedMounts();

 private:
  UniqueFd before_;
  UniqueFd root_;
  UniqueFd directory_;
};

void set_loopback_up();

// For a process that was started in new pid and mount namespaces: mounts the matching /proc.
void mount_own_proc();

// Returns the inode that identifies the network namespace of the calling process.
[[nodiscard]] std::uint64_t own_netns_inode();

// Gives the calling process's network namespace a name, like `ip netns add NAME`. Requires a
// ScopedMounts; the name ends with it.
void name_own_netns(const std::string& name);

// Runs `ip` with these arguments.
void ip(const std::vector<std::string>& words);

// A directory that is removed with this object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace portexplorer::fixture
