// The /proc directory of one process, and the files as that process sees them. An open directory
// always refers to the same process: once it has ended, reading fails, even if its pid is reused.
//
// Nothing here waits for the server of a file system (mount_table.h). A read that may block is
// refused (unavailable, kNoAnswer) and noted, so that the caller can repeat it in a child, where
// nothing is refused (base/disposable.h).
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/types.h"

namespace portexplorer {

class MountTable;
struct Process;

class ProcPidDir {
 public:
  // not_found: no such process.
  static Result<ProcPidDir> open(Pid pid);
  // not_found also if the pid has been reused.
  static Result<ProcPidDir> open(const Process& process);

  [[nodiscard]] int fd() const { return fd_.get(); }
  // Returns the directory of a thread that has the process's memory and files, if its first thread
  // has ended and released them; otherwise fd().
  [[nodiscard]] int image_fd() const { return image_ ? image_.get() : fd_.get(); }
  // Returns at most `limit` bytes of a file in the directory. Files that the kernel reads from the
  // memory of the process (cmdline, environ, maps) are refused while the process is blocked in the
  // kernel, where it may hold locks that reading needs.
  [[nodiscard]] Result<std::string> read(const char* name, std::size_t limit = 1 << 20) const;
  [[nodiscard]] Result<std::string> link(const char* name) const;
  // Opens the file that the process runs, even if it was deleted.
  [[nodiscard]] Result<UniqueFd> open_executable() const;

  // Opens a path as the process sees it; no link leads out of its root. `flags` of open().
  [[nodiscard]] Result<UniqueFd> open_in_root(const std::string& path, int flags) const;
  // Opens a path as shown by a link of /proc/PID, such as that of its root or of a directory above
  // it (chroot). not_supported: the path is outside of the root of a process with separate mounts
  // and cannot be reached.
  [[nodiscard]] Result<UniqueFd> open_at_link(const std::string& path, int flags) const;
  // Returns what such a link would show for a path as the process sees it.
  [[nodiscard]] std::string link_of_path(const std::string& path) const;
  [[nodiscard]] Result<std::string> read_in_root(const std::string& path,
                                                 std::size_t limit = 1 << 20) const;
  [[nodiscard]] bool exists_in_root(const std::string& path) const;

  [[nodiscard]] bool alive() const;

  // Returns the device of the file system (0: unknown) for which a read was refused since the
  // directory was opened; empty if none was.
  [[nodiscard]] std::optional<std::uint64_t> refused() const { return refused_; }

 private:
  // How a path may be looked up.
  enum class Way : std::uint8_t {
    clear,
    without_links,  // links may lead to something that blocks
    closed,
  };

  explicit ProcPidDir(UniqueFd fd) : fd_(std::move(fd)) {}
  [[nodiscard]] Way way_to(const std::string& path) const;
  [[nodiscard]] tl::unexpected<Error> refuse(std::uint64_t device) const;
  [[nodiscard]] bool has_busy_memory() const;
  [[nodiscard]] const MountTable& mounts() const;

  UniqueFd fd_;
  UniqueFd image_;
  mutable std::shared_ptr<const MountTable> mounts_;  // read on demand
  mutable std::optional<std::uint64_t> refused_;      // single-threaded, like the whole object
};

// Calls statx() on a link of /proc/PID ("exe", "root", "cwd") without contacting the server of the
// file system. Returns false if it could not be read, or not without waiting.
struct LinkTarget {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t links = 0;
  std::uint32_t mode = 0;
};
[[nodiscard]] std::optional<LinkTarget> link_target(int process_dir, const char* name);

// Opens for reading, without updating the access time if that is permitted.
Result<UniqueFd> open_quietly(int dir_fd, const char* name);

// Returns the whole open file, at most `limit` bytes.
Result<std::string> read_all(int fd, std::size_t limit);

// Returns the reason in words for the user: "permission denied; root may read it" …
[[nodiscard]] std::string reason_of(const Error&);

}  // namespace portexplorer
