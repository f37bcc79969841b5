// Which file systems may keep whoever asks them waiting for ever, because their server is another
// machine or another process. Never by statfs(), which asks the server itself: by the list of
// mounts, which the kernel knows. Source: proc_pid_mountinfo(5).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portexplorer {

// The mounts that may wait, of those that a process sees. Immutable once it is shared; any thread.
//
// Whose root a path belongs to:
// - The table, like /proc/PID/mountinfo, is of the process's own root, which may be that of a
// chroot: waits_on_way().
// - The links of /proc/PID (exe, root, cwd) are of the reader's root, in another mount namespace of
// the root of that one (d_path() goes
//   up until it meets the reader's root or has nowhere to go): waits_at_link(), place_of_link().
class MountTable {
 public:
  // `readers`: the reader's own table; null for that one itself, whose root has answered. Pure.
  // An overlay waits for the servers of its layers. Their names mean something only to whoever
  // mounted it, so they are looked up only in the reader's own table: of another one, an overlay is
  // local only if the reader's own table has it too, by its device. What users mount in a mount
  // namespace of their own is not there, so it may wait.
  static MountTable parse(std::string_view mountinfo, const MountTable* readers = nullptr);

  // The device of the first mount on the way to an absolute path without "." and "..", that of the
  // file included, whose server may not answer; empty if there is none. Symbolic links are not
  // seen. Below a root that the table does not show, every path may wait (0).
  [[nodiscard]] std::optional<std::uint64_t> waits_on_way(std::string_view path) const;

  // The same for a path that a link of /proc/PID shows. What lies outside of the root of a process
  // in another mount namespace is in no table that can be read: it may wait (0).
  [[nodiscard]] std::optional<std::uint64_t> waits_at_link(std::string_view path) const;

  // Whether any path at all may wait.
  [[nodiscard]] bool may_wait() const { return !has_root_ || !waiting_.empty(); }

  // For a root that is a directory of a mount, not a mount (chroot), if it is known not to wait.
  void trust_root() { has_root_ = true; }

  // Where the link "root" of the process leads; "" where that is not known.
  void set_root(std::string root) { root_ = std::move(root); }

  // The reader's own table, for a process that shares the reader's mounts, so that links are of the
  // reader's root.
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
  // Of an overlay of the reader's own table; empty: it does not wait.
  using WaitsFor = std::optional<std::uint64_t>;

  void add_own_overlays(const std::vector<Overlay>& overlays);
  void add_overlays(const std::vector<Overlay>& overlays, const MountTable& readers);
  [[nodiscard]] WaitsFor waits_for_layers(const Overlay& overlay) const;

  std::vector<Mount> waiting_;
  std::map<std::uint64_t, WaitsFor> overlays_;  // by device; of the reader's own table only
  std::uint64_t root_device_ = 0;               // of "/", if that is one that may wait
  bool has_root_ = false;
  std::string root_ = "/";
  std::shared_ptr<const MountTable> readers_;
};

// True for the types of file systems that the kernel serves by itself, from memory or from a disk.
[[nodiscard]] bool is_local_type(std::string_view type);

// Whether the kernel knows a type (nfs, 9p …) that may ask its server already when a link of
// /proc/PID is followed to an open file or directory; FUSE does not, if it is asked by statx() with
// AT_STATX_DONT_SYNC. Reads /proc/filesystems.
[[nodiscard]] bool links_may_wait();

// The table of the process (or thread) whose /proc directory is open; what the processes of one
// mount namespace share is read once in a while. Never null; where it cannot be read, everything
// may wait but what the reader itself runs from.
[[nodiscard]] std::shared_ptr<const MountTable> mounts_of(int process_dir);

// The reader's own.
[[nodiscard]] std::shared_ptr<const MountTable> own_mounts();

// Where to look up a path that a link of /proc/PID shows. Empty: it lies outside of the root of a
// process that has other mounts than the reader. Takes no locks.
struct LinkPlace {
  std::string path;
  bool is_readers = false;  // below the reader's root; otherwise below the process's
};
[[nodiscard]] std::optional<LinkPlace> place_of_link(int process_dir, std::string_view path);

}  // namespace portexplorer
