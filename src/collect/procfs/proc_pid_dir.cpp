#include "collect/procfs/proc_pid_dir.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

#include "base/disposable.h"
#include "base/own_ids.h"
#include "base/words.h"
#include "collect/procfs/living_thread.h"
#include "collect/procfs/mount_table.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"
#include "model/process.h"

namespace portexplorer {
namespace {

// Returns whether "." or ".." are among the parts of a path: then its prefix does not show where it
// leads.
bool has_dots(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    const std::string_view part = path.substr(0, end);
    if (part == "." || part == "..") return true;
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  return false;
}

// /proc shows no such process. It may exist nevertheless, which kill(2) reveals.
Error explain_missing(Pid pid) {
  const std::string name = "process " + std::to_string(pid.value());
  if (::access("/proc/self", F_OK) != 0)
    return {ErrorKind::unavailable, 0, name + " cannot be looked up: /proc is not mounted"};
  if (::kill(pid.value(), 0) == 0)
    return {ErrorKind::unavailable, 0, name + " exists, but /proc does not show it"};
  if (errno != EPERM) return {ErrorKind::not_found, ENOENT, "there is no " + name};
  return {ErrorKind::not_permitted, EPERM,
          name + " exists, but you may not see it: /proc is mounted with the option hidepid; " +
              (is_confined() ? "run as root outside the container" : "run with sudo")};
}

Error explain_closed(Pid pid, int reason) {
  const std::string name = "process " + std::to_string(pid.value());
  if (reason == ENOENT || reason == ESRCH) return explain_missing(pid);
  if (reason == EMFILE || reason == ENFILE)
    return {ErrorKind::unavailable, reason,
            name +
                " cannot be looked up: this program may not open more files; raise the limit with "
                "ulimit -n"};
  return error_from_errno(reason, name + " exists, but you may not read it");
}

}  // namespace

Result<ProcPidDir> ProcPidDir::open(Pid pid) {
  const std::string path = "/proc/" + std::to_string(pid.value());
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return tl::unexpected<Error>(explain_closed(pid, errno));
  ProcPidDir directory(std::move(fd));
  directory.image_ = living_thread(directory.fd());
  return directory;
}

Result<ProcPidDir> ProcPidDir::open(const Process& process) {
  TRY(directory, open(process.pid));
  TRY(text, directory.read("stat"));
  const auto stat = parse_stat(text);
  if (!stat || stat->start_ticks != process.start_ticks) {
    return fail(ErrorKind::not_found,
                "process " + std::to_string(process.pid.value()) + " has ended");
  }
  return directory;
}

tl::unexpected<Error> ProcPidDir::refuse(std::uint64_t device) const {
  if (!refused_) refused_ = device;
  return fail(ErrorKind::unavailable, kNoAnswer);
}

bool ProcPidDir::has_busy_memory() const {
  std::array<char, 4096> buffer;
  const auto text = read_small_file(image_fd(), "stat", buffer);
  const auto stat = text ? parse_stat(*text) : std::nullopt;
  return !is_disposable() && stat && stat->may_hold_memory();
}

const MountTable& ProcPidDir::mounts() const {
  if (!mounts_) mounts_ = mounts_of(image_fd());
  return *mounts_;
}

ProcPidDir::Way ProcPidDir::way_to(const std::string& path) const {
  if (is_disposable()) return Way::clear;
  if (!mounts().may_wait()) return Way::clear;
  const auto waits = has_dots(path) ? std::optional<std::uint64_t>(0) : mounts().waits_on_way(path);
  if (!waits) return Way::without_links;
  if (!refused_) refused_ = *waits;
  return Way::closed;
}

Result<UniqueFd> open_quietly(int dir_fd, const char* name) {
  // O_NONBLOCK: a FIFO at the path must not block.
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  UniqueFd fd(::openat(dir_fd, name, kFlags | O_NOATIME));
  if (!fd && errno == EPERM) fd.reset(::openat(dir_fd, name, kFlags));
  if (!fd) return fail_errno(errno, "a file could not be opened"_text);
  return fd;
}

Result<std::string> read_all(int fd, std::size_t limit) {
  std::string text;
  constexpr std::size_t kPiece = 64 * 1024;
  while (text.size() < limit) {
    const std::size_t before = text.size();
    text.resize(before + std::min(kPiece, limit - before));
    const ssize_t got = ::read(fd, text.data() + before, text.size() - before);
    text.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_errno(errno, "a file could not be read"_text);
    if (got == 0) break;
  }
  return text;
}

Result<std::string> ProcPidDir::read(const char* name, std::size_t limit) const {
  const std::string_view wanted(name);
  const bool of_memory = wanted == "cmdline" || wanted == "environ" || wanted == "maps";
  if (of_memory && has_busy_memory()) return refuse(0);
  // The identity of a process is that of its first thread.
  const UniqueFd fd(
      ::openat(wanted == "stat" ? fd_.get() : image_fd(), name, O_RDONLY | O_CLOEXEC));
  if (!fd) return fail_errno(errno, "a file of /proc could not be opened"_text);
  return read_all(fd.get(), limit);
}

Result<std::string> ProcPidDir::link(const char* name) const {
  std::array<char, PATH_MAX + 64> buffer;
  const ssize_t got = ::readlinkat(image_fd(), name, buffer.data(), buffer.size());
  if (got < 0) return fail_errno(errno, "a link of /proc could not be read"_text);
  return std::string(buffer.data(), static_cast<std::size_t>(got));
}

Result<UniqueFd> ProcPidDir::open_executable() const {
  if (!is_disposable()) {
    TRY(path, link("exe"));
    if (const auto waits = mounts().waits_at_link(path)) return refuse(*waits);
  }
  return open_quietly(image_fd(), "exe");
}

Result<UniqueFd> ProcPidDir::open_in_root(const std::string& path, int flags) const {
  const Way way = way_to(path);
  if (way == Way::closed) return refuse(0);
  const UniqueFd root(::openat(image_fd(), "root", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) return fail_errno(errno, "the process's root directory could not be opened"_text);
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  if (way == Way::without_links) how.resolve |= RESOLVE_NO_SYMLINKS;
  UniqueFd fd(static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how)));
  if (!fd && errno == ELOOP && way == Way::without_links) return refuse(0);
  if (!fd) return fail_errno(errno, "a file could not be opened"_text);
  return fd;
}

Result<UniqueFd> ProcPidDir::open_at_link(const std::string& path, int flags) const {
  const auto place = place_of_link(image_fd(), path);
  if (!place) return fail(ErrorKind::not_supported, "it is outside of the process's root"_text);
  if (!place->is_readers) return open_in_root(place->path, flags);
  if (!is_disposable()) {
    if (const auto waits = own_mounts()->waits_on_way(place->path)) return refuse(*waits);
  }
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve =
      RESOLVE_NO_SYMLINKS |
      RESOLVE_NO_MAGICLINKS;  // the kernel shows no links in a path, so one was created since
  UniqueFd fd(
      static_cast<int>(::syscall(SYS_openat2, AT_FDCWD, place->path.c_str(), &how, sizeof how)));
  if (!fd) return fail_errno(errno, "a file could not be opened"_text);
  return fd;
}

std::string ProcPidDir::link_of_path(const std::string& path) const {
  const auto root = link("root");
  return root && *root != "/" ? *root + path : path;
}

Result<std::string> ProcPidDir::read_in_root(const std::string& path, std::size_t limit) const {
  TRY(fd, open_in_root(path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return fail(ErrorKind::malformed, "it is not a regular file"_text);
  return read_all(fd.get(), limit);
}

bool ProcPidDir::exists_in_root(const std::string& path) const {
  return open_in_root(path, O_PATH).has_value();
}

bool ProcPidDir::alive() const {
  struct stat status {};
  return ::fstatat(fd_.get(), "stat", &status, 0) == 0;
}

std::optional<LinkTarget> link_target(int process_dir, const char* name) {
  struct statx status {};
  constexpr unsigned kWanted = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_INO;
  if (::statx(process_dir, name, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, kWanted, &status) != 0)
    return std::nullopt;
  return LinkTarget{::makedev(status.stx_dev_major, status.stx_dev_minor), status.stx_ino,
                    status.stx_nlink, status.stx_mode};
}

std::string reason_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::not_permitted:
      return ::geteuid() == 0 ? "permission denied, even for root"_text
                              : "permission denied; root may read it"_text;
    case ErrorKind::not_found: return "it is gone"_text;
    case ErrorKind::not_supported: return "this kernel does not support it"_text;
    default: return error.what.empty() ? std::string("it could not be read"_text) : error.what;
  }
}

}  // namespace portexplorer
