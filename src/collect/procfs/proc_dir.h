// Reads /proc through open directories: small files, links, and directory entries without copies.
// An open /proc/PID directory always refers to the same process: after its end, even if its pid is
// reused, everything read through it fails with ENOENT or ESRCH (fs/proc/base.c: the inode holds
// the struct pid).
#pragma once

#include <dirent.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer {

// Opens `name`, relative to `dir_fd`. Usable from any thread.
Result<UniqueFd> open_directory(int dir_fd, const char* name);

// Returns the contents of the file, at most buffer.size() bytes; the text is in `buffer`.
Result<std::string_view> read_small_file(int dir_fd, const char* name, std::span<char> buffer);

// Returns the target of a link, cut at buffer.size(); "" if it cannot be read (see errno).
std::string_view read_link(int dir_fd, const char* name, std::span<char> buffer);

// Iterates over a directory with getdents64. Starts at the directory's current offset, so that a
// caller may seek first.
class DirectoryReader {
 public:
  DirectoryReader(int dir_fd, std::span<char> buffer) : dir_fd_(dir_fd), buffer_(buffer) {}

  // Returns the next name, never "." or ".."; zero-terminated and valid until the next call. Empty
  // at the end or on an error.
  std::string_view next();
  [[nodiscard]] int error() const { return error_; }  // an errno; 0 if none

 private:
  bool fill();

  int dir_fd_;
  std::span<char> buffer_;  // aligned for dirent64
  std::size_t used_ = 0;
  std::size_t at_ = 0;
  int error_ = 0;
};

}  // namespace portexplorer
