// One process's /proc folder and the files as that process sees them. Held open, the folder stands
// for that process for ever: once it has ended, reading fails, also when its pid is used again.
//
// Nothing here waits for the server of a file system (mount_table.h): what may wait is refused
// (unavailable, kNoAnswer) and noted, so that the caller can do the same work again in a child,
// where nothing is refused (base/disposable.h).
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
  // not_found also where its pid is another process's by now.
  static Result<ProcPidDir> open(const Process& process);

  [[nodiscard]] int fd() const { return fd_.get(); }
  // The folder of a thread that has the process's memory and files, where its first thread has
  // ended and given them up; otherwise fd().
  [[nodiscard]] int image_fd() const { return image_ ? image_.get() : fd_.get(); }
  // At most `limit` bytes of one of the files of the folder. What the kernel reads from the memory
  // of the process (cmdline, environ, maps) is refused while the process waits in the kernel, where
  // it may hold what the reading needs.
  [[nodiscard]] Result<std::string> read(const char* name, std::size_t limit = 1 << 20) const;
  [[nodiscard]] Result<std::string> link(const char* name) const;
  // The file that it runs, also where it is deleted.
  [[nodiscard]] Result<UniqueFd> open_executable() const;

  // A path as the process sees it; no link leads out of its root. `flags` of open().
  [[nodiscard]] Result<UniqueFd> open_in_root(const std::string& path, int flags) const;
  // A path as a link of /proc/PID shows it, such as that of its root or of what lies above that
  // (chroot). not_supported: no path leads there, since it lies outside of the root of a process
  // with mounts of its own.
  [[nodiscard]] Result<UniqueFd> open_at_link(const std::string& path, int flags) const;
  // What such a link would show of a path as the process sees it.
  [[nodiscard]] std::string link_of_path(const std::string& path) const;
  [[nodiscard]] Result<std::string> read_in_root(const std::string& path,
                                                 std::size_t limit = 1 << 20) const;
  [[nodiscard]] bool exists_in_root(const std::string& path) const;

  [[nodiscard]] bool alive() const;

  // The device of the file system (0: not known) for which something was refused, since the folder
  // was opened; empty: nothing was.
  [[nodiscard]] std::optional<std::uint64_t> refused() const { return refused_; }

 private:
  // How a path may be looked up.
  enum class Way : std::uint8_t {
    clear,
    without_links,  // which may lead to what waits
    closed,
  };

  explicit ProcPidDir(UniqueFd fd) : fd_(std::move(fd)) {}
  [[nodiscard]] Way way_to(const std::string& path) const;
  [[nodiscard]] tl::unexpected<Error> refuse(std::uint64_t device) const;
  [[nodiscard]] bool has_busy_memory() const;
  [[nodiscard]] const MountTable& mounts() const;

  UniqueFd fd_;
  UniqueFd image_;
  mutable std::shared_ptr<const MountTable> mounts_;  // read once it is needed
  mutable std::optional<std::uint64_t> refused_;      // of one thread, like all of it
};

// statx() of a link of /proc/PID ("exe", "root", "cwd") without asking the server of the file
// system. False where it could not be read, or not without waiting.
struct LinkTarget {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t links = 0;
  std::uint32_t mode = 0;
};
[[nodiscard]] std::optional<LinkTarget> link_target(int process_dir, const char* name);

// Opens for reading, and leaves the time of the last reading alone where the system lets us.
Result<UniqueFd> open_quietly(int dir_fd, const char* name);

// All of the open file, at most `limit` bytes.
Result<std::string> read_all(int fd, std::size_t limit);

// "You may not read it", "It is gone" …: a reason for people.
[[nodiscard]] std::string reason_of(const Error&);

}  // namespace portexplorer
