#include "collect/procfs/machine.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/clocks.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/mount_table.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

std::uint32_t own_namespace(int proc_fd, const char* path, std::string_view kind) {
  std::array<char, 64> buffer;
  return parse_namespace_link(read_link(proc_fd, path, buffer), kind).value_or(0);
}

}  // namespace

OwnPlace read_own_place(int proc_fd) {
  OwnPlace own;
  std::array<char, 8192> buffer;
  if (const auto cgroup = read_small_file(proc_fd, "self/cgroup", buffer))
    own.container = parse_cgroup(*cgroup).container;
  own.netns = NetnsId(own_namespace(proc_fd, "self/ns/net", "net"));
  own.pid_namespace = own_namespace(proc_fd, "self/ns/pid", "pid");
  own.shown_pid_namespace =
      proc_shows_own_pids(proc_fd) ? own.pid_namespace : own_namespace(proc_fd, "1/ns/pid", "pid");
  own.mount_namespace = own_namespace(proc_fd, "self/ns/mnt", "mnt");
  struct stat status {};
  if (::fstatat(proc_fd, "self/net/dev", &status, 0) == 0) own.net_inode = status.st_ino;
  if (::fstatat(proc_fd, "self/root", &status, 0) == 0) {
    own.root_device = status.st_dev;
    own.root_inode = status.st_ino;
  }
  own.links_may_wait = links_may_wait();
  return own;
}

bool proc_shows_own_pids(int proc_fd) {
  std::array<char, 32> buffer;
  const std::string_view self = read_link(proc_fd, "self", buffer);
  return self.empty() || parse_number(self) == static_cast<std::uint64_t>(::getpid());
}

bool hides_other_pid_namespaces(const OwnPlace& own) {
  constexpr std::uint32_t kFirstPidNamespace = 0xEFFFFFFC;  // PROC_PID_INIT_INO of linux/proc_ns.h
  return own.shown_pid_namespace != 0 && own.shown_pid_namespace != kFirstPidNamespace;
}

void BootClock::refresh() {
  boot_ns_ = realtime_less_boottime();
  const long ticks = ::sysconf(_SC_CLK_TCK);
  if (ticks > 0) ticks_per_second_ = ticks;
}

Timestamp BootClock::at(std::uint64_t start_ticks) const {
  const auto per_second = static_cast<std::uint64_t>(ticks_per_second_);
  constexpr std::uint64_t kLimitSeconds = 1'000'000'000;  // an invalid value must not overflow
  const std::uint64_t seconds = std::min(start_ticks / per_second, kLimitSeconds);
  const std::int64_t fraction = static_cast<std::int64_t>(start_ticks % per_second) *
                                (kNanosecondsPerSecond / ticks_per_second_);
  const std::int64_t exact =
      boot_ns_ + static_cast<std::int64_t>(seconds) * kNanosecondsPerSecond + fraction;
  constexpr std::int64_t kHundredth = kNanosecondsPerSecond / 100;
  return Timestamp(exact - exact % kHundredth);
}

bool systemd_booted(const std::string& run_systemd) {
  struct stat status {};
  return ::lstat((run_systemd + "/system").c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::optional<Pid> parse_session_leader(std::string_view text) {
  constexpr std::string_view kKey = "LEADER=";
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (!line.starts_with(kKey)) continue;
    const auto number = parse_number(line.substr(kKey.size()));
    if (!number || *number == 0 ||
        *number > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()))
      return std::nullopt;
    return Pid(static_cast<std::int32_t>(*number));
  }
  return std::nullopt;
}

std::optional<Pid> session_leader(const std::string& run_systemd, std::string_view name) {
  if (name.empty() || name.find('/') != std::string_view::npos || name.starts_with('.'))
    return std::nullopt;
  std::array<char, 4096> buffer;
  const auto text =
      read_small_file(AT_FDCWD, (run_systemd + "/sessions/").append(name).c_str(), buffer);
  return text ? parse_session_leader(*text) : std::nullopt;
}

}  // namespace portexplorer
