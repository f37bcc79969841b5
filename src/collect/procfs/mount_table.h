// Which file systems may keep whoever asks them waiting for ever, because their server is another machine or another process.
// Never by statfs(), which asks the server itself: by the list of mounts, which the kernel knows.
// Source: proc_pid_mountinfo(5).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

// The mounts that may wait, of those that a process sees. Immutable; any thread.
class MountTable {
 public:
  // `hosts`: the reader's own table, by which the layers of overlays are found; null for that one itself, whose root has answered. Pure.
  static MountTable parse(std::string_view mountinfo, const MountTable* hosts = nullptr);

  // The device of the first mount on the way to an absolute path without "." and "..", that of the file included, whose server may not
  // answer; empty if there is none. Symbolic links are not seen. Below a root that the table does not show, every path may wait (0).
  [[nodiscard]] std::optional<std::uint64_t> waits_on_way(std::string_view path) const;

  // Whether any path at all may wait.
  [[nodiscard]] bool may_wait() const { return !has_root_ || !waiting_.empty(); }

  // For a root that is a directory of a mount, not a mount (chroot), if it is known not to wait.
  void trust_root() { has_root_ = true; }

 private:
  struct Mount {
    std::string place;
    std::uint64_t device = 0;
  };
  std::vector<Mount> waiting_;
  std::uint64_t root_device_ = 0;  // of "/", if that is one that may wait
  bool has_root_ = false;
};

// True for the types of file systems that the kernel serves by itself, from memory or from a disk.
[[nodiscard]] bool is_local_type(std::string_view type);

// Whether the kernel knows a type (nfs, 9p …) that may ask its server already when a link of /proc/PID is followed to an open file or
// directory; FUSE does not, if it is asked by statx() with AT_STATX_DONT_SYNC. Reads /proc/filesystems.
[[nodiscard]] bool links_may_wait();

// The table of the process (or thread) whose /proc directory is open; what the processes of one mount namespace share is read once in a
// while. Never null; where it cannot be read, everything may wait but what the reader itself runs from.
[[nodiscard]] std::shared_ptr<const MountTable> mounts_of(int process_dir);

// The reader's own.
[[nodiscard]] std::shared_ptr<const MountTable> own_mounts();

}  // namespace portexplorer
