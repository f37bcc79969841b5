#include "collect/scan/ring_files.h"

#include <fcntl.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>

#include "base/lines.h"
#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

constexpr std::string_view kList = "UserFiles:";

// Reads a whole file of /proc/PID/fdinfo; "" if it cannot be read.
std::string read_fdinfo(int fd_dir, int number) {
  constexpr std::size_t kMost = std::size_t{64} << 20;  // a million registered files
  const std::string name = "../fdinfo/" + std::to_string(number);
  const UniqueFd file(::openat(fd_dir, name.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::size_t used = 0;
  while (file && used < kMost) {
    text.resize(used + (std::size_t{64} << 10));
    const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    used += static_cast<std::size_t>(got);
  }
  text.resize(used);
  return text;
}

// Parses "    0: socket:[12345]", "    1: /dev/null", "    2: <none>". Empty at the end of the
// list.
std::optional<std::string_view> listed_name(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos || !parse_number(line.substr(0, colon))) return std::nullopt;
  return line.substr(colon + 2);
}

// Returns whether the list is present, or there is nothing to list.
bool has_list(std::string_view fdinfo) {
  while (!fdinfo.empty()) {
    std::string_view line = take_line(fdinfo);
    if (!line.starts_with(kList)) continue;
    line.remove_prefix(kList.size());
    return trimmed(line) == "0" || listed_name(take_line(fdinfo));
  }
  return false;
}

// Retries while the list is missing: the kernel omits it while another core uses the ring
// (io_uring/fdinfo.c, mutex_trylock).
std::string read_listed_fdinfo(int fd_dir, int number) {
  constexpr int kTries = 50;
  std::string text = read_fdinfo(fd_dir, number);
  for (int i = 1; i < kTries && !text.empty() && !has_list(text); ++i) {
    ::sched_yield();
    text = read_fdinfo(fd_dir, number);
  }
  return text;
}

// Returns whether this kernel prints the paths of registered files, tried with our own ring and
// socket. Older kernels print only the last component of the name, and any file may be named
// "socket:[123]".
bool lists_paths() {
  io_uring_params parameters{};
  const UniqueFd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &parameters)));
  const UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const UniqueFd fd_dir(::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!ring || !socket || !fd_dir) return false;
  int file = socket.get();
  if (::syscall(SYS_io_uring_register, ring.get(), IORING_REGISTER_FILES, &file, 1) != 0)
    return false;
  struct stat status {};
  if (::fstat(socket.get(), &status) != 0) return false;
  const auto sockets = parse_ring_sockets(read_listed_fdinfo(fd_dir.get(), ring.get()));
  return std::ranges::find(sockets, Inode{status.st_ino}) != sockets.end();
}

}  // namespace

std::vector<Inode> parse_ring_sockets(std::string_view fdinfo) {
  std::vector<Inode> sockets;
  bool in_list = false;
  while (!fdinfo.empty()) {
    const std::string_view line = take_line(fdinfo);
    if (!in_list) {
      in_list = line.starts_with(kList);
      continue;
    }
    const auto name = listed_name(line);
    if (!name) break;
    if (const auto inode = parse_socket_link(*name)) sockets.push_back(*inode);
  }
  return sockets;
}

std::vector<Inode> read_ring_sockets(int fd_dir, int fd) {
  std::array<char, 48> link;
  if (read_link(fd_dir, std::to_string(fd).c_str(), link) != kRingLink) return {};
  std::vector<Inode> sockets = parse_ring_sockets(read_listed_fdinfo(fd_dir, fd));
  if (sockets.empty()) return sockets;
  static const bool kTrusted = lists_paths();
  if (!kTrusted) sockets.clear();
  return sockets;
}

}  // namespace portexplorer
