// Reading /proc through open directories: small files, links, and directory entries without copies.
// A /proc/PID directory that is held open stands for that one process for ever: after its end, and
// when its pid is used again, everything read through it fails with ENOENT or ESRCH
// (fs/proc/base.c: the inode holds the struct pid).
#pragma once

#include <dirent.h>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer {

// `name` is relative to `dir_fd`. Usable from any thread.
Result<UniqueFd> open_directory(int dir_fd, const char* name);

// What stands in the file, at most buffer.size() bytes; the text lives in `buffer`.
Result<std::string_view> read_small_file(int dir_fd, const char* name, std::span<char> buffer);

// Where a link points to, cut at buffer.size(); "" where it cannot be read (errno says why).
std::string_view read_link(int dir_fd, const char* name, std::span<char> buffer);

// Walks over a directory with getdents64. Starts where the directory's offset is, so that a caller
// may seek first.
class DirectoryReader {
 public:
  DirectoryReader(int dir_fd, std::span<char> buffer) : dir_fd_(dir_fd), buffer_(buffer) {}

  // The next name, never "." or ".."; zero-terminated and valid until the next call. Empty at the
  // end or on an error.
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
