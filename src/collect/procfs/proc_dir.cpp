#include "collect/procfs/proc_dir.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace portexplorer {

Result<UniqueFd> open_directory(int dir_fd, const char* name) {
  UniqueFd fd(::openat(dir_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return fail_errno(errno, "cannot open a directory of /proc");
  return fd;
}

Result<std::string_view> read_small_file(int dir_fd, const char* name, std::span<char> buffer) {
  const UniqueFd fd(::openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail_errno(errno, "cannot open a file of /proc");
  std::size_t used = 0;
  while (used < buffer.size()) {
    const ssize_t got = ::read(fd.get(), buffer.data() + used, buffer.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(errno, "cannot read a file of /proc");
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  return std::string_view(buffer.data(), used);
}

std::string_view read_link(int dir_fd, const char* name, std::span<char> buffer) {
  const ssize_t length = ::readlinkat(dir_fd, name, buffer.data(), buffer.size());
  return length <= 0 ? std::string_view()
                     : std::string_view(buffer.data(), static_cast<std::size_t>(length));
}

bool DirectoryReader::fill() {
  at_ = 0;
  used_ = 0;
  const ssize_t got = ::getdents64(dir_fd_, buffer_.data(), buffer_.size());
  if (got < 0) error_ = errno;
  if (got <= 0) return false;
  used_ = static_cast<std::size_t>(got);
  return true;
}

std::string_view DirectoryReader::next() {
  constexpr std::size_t kName = offsetof(dirent64, d_name);
  for (;;) {
    if (at_ + kName >= used_ && !fill()) return {};
    unsigned short length = 0;
    std::memcpy(&length, buffer_.data() + at_ + offsetof(dirent64, d_reclen), sizeof length);
    if (length <= kName || at_ + length > used_) {
      error_ = EIO;
      used_ = at_ = 0;
      return {};
    }
    const char* name = buffer_.data() + at_ + kName;
    at_ += length;
    const std::string_view entry(name, ::strnlen(name, length - kName));
    if (!entry.empty() && entry != "." && entry != "..") return entry;
  }
}

}  // namespace portexplorer
