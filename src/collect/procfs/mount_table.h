// Determines which file systems may block a caller forever, because their server is another machine
// or another process. Never uses statfs(), which contacts the server itself, but the kernel's list
// of mounts. Source: proc_pid_mountinfo(5).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

// The mounts that may block, among those that a process sees. Immutable once shared; usable from
// any thread.
//
// Paths are relative to one of two roots:
// - The table, like /proc/PID/mountinfo, is relative to the process's own root, which may be that
//   of a chroot: waits_on_way().
// - The links of /proc/PID (exe, root, cwd) are relative to the reader's root, or in another mount
//   namespace to the root of that namespace (d_path() ascends until it reaches the reader's root
//   or the top): waits_at_link(), place_of_link().
class MountTable {
 public:
  // `readers`: the reader's own table; null if this is that table, whose root has answered. Pure.
  // An overlay waits for the servers of its layers. The names of the layers are meaningful only in
  // the namespace that mounted it, so they are looked up only in the reader's own table. In any
  // other table, an overlay is local only if the reader's own table has it too, by its device.
  // Mounts in the users' own mount namespaces are not in it, so they may block.
  static MountTable parse(std::string_view mountinfo, const MountTable* readers = nullptr);

  // Returns the device of the first mount on the way to an absolute path without "." and ".."
  // (including the file itself) whose server may not answer; empty if there is none. Does not
  // resolve symbolic links. Below a root that the table does not show, every path may block (0).
  [[nodiscard]] std::optional<std::uint64_t> waits_on_way(std::string_view path) const;

  // The same for a path shown by a link of /proc/PID. A path outside of the root of a process in
  // another mount namespace is in no readable table: it may block (0).
  [[nodiscard]] std::optional<std::uint64_t> waits_at_link(std::string_view path) const;

  // Whether any path may block.
  [[nodiscard]] bool may_wait() const { return !has_root_ || !waiting_.empty(); }

  // For a root that is a directory of a mount, not a mount (chroot), if it is known not to block.
  void trust_root() { has_root_ = true; }

  // Sets the target of the process's link "root"; "" if unknown.
  void set_root(std::string root) { root_ = std::move(root); }

  // Sets the reader's own table, for a process that shares the reader's mounts, so that links are
  // relative to the reader's root.
  void set_readers(std::shared_ptr<const MountTable> readers) { readers_ = std::move(readers); }

 private:
  struct Mount {
    std::string place;
    std::uint64_t device = 0;
  };
  struct Overlay {
    Mount mount;
    std::string options;
  };
  // For an overlay of the reader's own table; empty: it does not block.
  using WaitsFor = std::optional<std::uint64_t>;

  void add_own_overlays(const std::vector<Overlay>& overlays);
  void add_overlays(const std::vector<Overlay>& overlays, const MountTable& readers);
  [[nodiscard]] WaitsFor waits_for_layers(const Overlay& overlay) const;

  std::vector<Mount> waiting_;
  std::map<std::uint64_t, WaitsFor> overlays_;  // by device; only in the reader's own table
  std::uint64_t root_device_ = 0;               // of "/", if it may block
  bool has_root_ = false;
  std::string root_ = "/";
  std::shared_ptr<const MountTable> readers_;
};

// Returns true for file system types that the kernel serves itself, from memory or from a disk.
[[nodiscard]] bool is_local_type(std::string_view type);

// Returns whether the kernel supports a type (nfs, 9p …) that may contact its server even when a
// link of /proc/PID is followed to an open file or directory. FUSE does not, if statx() is called
// with AT_STATX_DONT_SYNC. Reads /proc/filesystems.
[[nodiscard]] bool links_may_wait();

// Returns the table of the process (or thread) with the open /proc directory. Tables are shared
// between the processes of one mount namespace and refreshed after a short time. Never null; if it
// cannot be read, everything may block except the device that the reader runs from.
[[nodiscard]] std::shared_ptr<const MountTable> mounts_of(int process_dir);

// Returns the reader's own table.
[[nodiscard]] std::shared_ptr<const MountTable> own_mounts();

// Where to look up a path shown by a link of /proc/PID. Empty if it is outside of the root of a
// process with other mounts than the reader's. Takes no locks.
struct LinkPlace {
  std::string path;
  bool is_readers = false;  // below the reader's root; otherwise below the process's
};
[[nodiscard]] std::optional<LinkPlace> place_of_link(int process_dir, std::string_view path);

}  // namespace portexplorer
