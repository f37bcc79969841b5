// Network and mount namespaces of a test's own: nothing that a test does reaches the machine's
// network.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// Moves the calling process (it must have one thread) into a new network namespace with loopback
// up; back at the end.
class ScopedNetns {
 public:
  ScopedNetns();
  ScopedNetns(const ScopedNetns&) = delete;
  ScopedNetns& operator=(const ScopedNetns&) = delete;
  ~ScopedNetns();

 private:
  UniqueFd before_;
};

// Moves the calling process into a new mount namespace whose mounts nobody else sees; back at the
// end.
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

// For a process that was started in pid and mount namespaces of its own: gives it the /proc that
// belongs to them.
void mount_own_proc();

// The inode by which the network namespace of the calling process is known.
[[nodiscard]] std::uint64_t own_netns_inode();

// Gives the calling process's network namespace a name, as `ip netns add NAME` would. Wants a
// ScopedMounts; the name ends with it.
void name_own_netns(const std::string& name);

// Runs `ip` with these words.
void ip(const std::vector<std::string>& words);

// A folder that ends with this object.
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
