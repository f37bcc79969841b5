#include "collect/scan/fd_scan.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "collect/scan/ring_files.h"

namespace portexplorer {
namespace {

constexpr off_t kOffsetOfFirst = 2;  // "." and ".." precede fd 0 (fs/proc/fd.c, proc_readfd_common)
constexpr std::uint32_t kFewSeen = 8;
constexpr int kMissesAllowed = 4;

class FdScan {
 public:
  FdScan(int fd_dir, const FdScanOptions& options, std::span<char> buffer,
         std::vector<Mapping>& out)
      : fd_dir_(fd_dir), options_(options), buffer_(buffer), out_(out) {
    report_.next = options.range.first;
  }

  FdReport run() {
    if (options_.guess) {
      if (guess()) return report_;
      if (::lseek(fd_dir_, report_.next + kOffsetOfFirst, SEEK_SET) < 0) return report_;
    }
    list();
    return report_;
  }

 private:
  enum class Link : std::uint8_t { read, absent, refused };

  Link read(int fd, const char* name) {
    // A socket's link has at most 29 bytes; of any other only the start is needed.
    std::array<char, 48> link;
    const std::string_view target = read_link(fd_dir_, name, link);
    if (target.empty()) return errno == EACCES || errno == EPERM ? Link::refused : Link::absent;
    ++report_.seen;
    if (const auto inode = parse_socket_link(target))
      out_.push_back({*inode, options_.process, fd});
    else if (target == kRingLink) take_ring(fd);
    return Link::read;
  }

  void take_ring(int fd) {
    for (const Inode inode : read_ring_sockets(fd_dir_, fd))
      out_.push_back({inode, options_.process, -1});
  }

  bool stop(FdOutcome outcome) {
    report_.outcome = outcome;
    return true;
  }

  // Returns true when all fds have been read; false if the remaining ones, starting at
  // report_.next, must be listed.
  bool guess() {
    int misses = 0;
    int fd = options_.range.first;
    for (; fd < options_.range.end; ++fd) {
      std::array<char, 16> name{};
      std::to_chars(name.data(), name.data() + name.size() - 1, fd);
      const Link link = read(fd, name.data());
      if (link == Link::refused) return stop(FdOutcome::refused);
      if (link == Link::read) {
        misses = 0;
        report_.next = fd + 1;
      } else if (++misses >= kMissesAllowed || report_.seen < kFewSeen) {
        return false;
      }
      if (report_.seen >= options_.limit) return stop(FdOutcome::paused);
    }
    return true;
  }

  void list() {
    DirectoryReader reader(fd_dir_, buffer_);
    for (auto name = reader.next(); !name.empty(); name = reader.next()) {
      const auto number = parse_number(name);
      if (!number || *number > static_cast<std::uint64_t>(std::numeric_limits<int>::max()))
        continue;
      const int fd = static_cast<int>(*number);
      if (fd < report_.next || fd < options_.range.first) continue;
      // Only the kernel's list is ordered.
      if (fd >= options_.range.end && options_.guess) return;
      if (fd >= options_.range.end) continue;
      if (read(fd, name.data()) == Link::refused) {
        report_.outcome = FdOutcome::refused;
        return;
      }
      if (options_.guess) report_.next = fd + 1;
      if (options_.guess && report_.seen >= options_.limit) {
        report_.outcome = FdOutcome::paused;
        return;
      }
    }
    if (reader.error() == EACCES || reader.error() == EPERM) report_.outcome = FdOutcome::refused;
    if (reader.error() == ENOENT || reader.error() == ESRCH) report_.outcome = FdOutcome::gone;
  }

  int fd_dir_;
  const FdScanOptions& options_;
  std::span<char> buffer_;
  std::vector<Mapping>& out_;
  FdReport report_;
};

}  // namespace

FdReport scan_fds(int fd_dir, const FdScanOptions& options, std::span<char> buffer,
                  std::vector<Mapping>& out) {
  return FdScan(fd_dir, options, buffer, out).run();
}

}  // namespace portexplorer
