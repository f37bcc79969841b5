#include "collect/process/executable.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>

#include "base/disposable.h"
#include "base/unique_fd.h"
#include "collect/procfs/mount_table.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

constexpr std::string_view kDeleted = " (deleted)";

struct FoundFile {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t mode = 0;
  int error = 0;  // an errno; 0: found
};

// Looks up a path below its root, so that no link leads out of a container's files.
FoundFile look_up(int process_dir, const LinkPlace& place, std::uint64_t more_resolve) {
  FoundFile found;
  const std::string_view path = place.path;
  const UniqueFd root(
      ::openat(process_dir, place.is_readers ? "/" : "root", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) {
    found.error = errno;
    return found;
  }
  const std::string relative(path.substr(std::min(path.find_first_not_of('/'), path.size())));
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC | O_NOFOLLOW;
  how.resolve = RESOLVE_IN_ROOT | more_resolve;
  UniqueFd file(
      static_cast<int>(::syscall(SYS_openat2, root.get(), relative.c_str(), &how, sizeof how)));
  // Before Linux 5.6, or if a sandbox refuses the newer call.
  if (!file && (errno == ENOSYS || errno == EPERM))
    file.reset(::openat(root.get(), relative.c_str(), O_PATH | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0) found.error = errno;
  found.device = status.st_dev;
  found.inode = status.st_ino;
  found.mode = status.st_mode;
  return found;
}

FoundFile look_up_in_child(int process_dir, const LinkPlace& place, std::uint64_t device) {
  const auto answer = run_disposable(
      [&] {
        const FoundFile found = look_up(process_dir, place, 0);
        return std::string(reinterpret_cast<const char*>(&found), sizeof found);
      },
      {process_dir}, device);
  FoundFile found;
  found.error = ETIMEDOUT;
  if (answer && answer->size() == sizeof found) std::memcpy(&found, answer->data(), sizeof found);
  return found;
}

// `path` as shown by the link "exe".
FoundFile find_at_link(int process_dir, std::string_view path) {
  FoundFile found;
  found.error = EXDEV;
  const auto place = place_of_link(process_dir, path);
  if (!place) return found;
  if (is_disposable()) return look_up(process_dir, *place, 0);
  const auto mounts = place->is_readers ? own_mounts() : mounts_of(process_dir);
  if (!mounts->may_wait()) return look_up(process_dir, *place, 0);
  if (const auto waits = mounts->waits_on_way(place->path))
    return look_up_in_child(process_dir, *place, *waits);
  found = look_up(process_dir, *place, RESOLVE_NO_SYMLINKS);
  if (found.error == ELOOP) found = look_up_in_child(process_dir, *place, 0);
  return found;
}

bool is_absent(const FoundFile& file) {
  return file.error == ENOENT || file.error == ENOTDIR || file.error == ELOOP;
}

Executable state_of_removed(int process_dir, const LinkTarget& running, std::string_view path) {
  if (path.starts_with("/memfd:") && running.links == 0) return Executable::memory;
  const FoundFile at_path = find_at_link(process_dir, path);
  if (is_absent(at_path)) return Executable::deleted;
  if (at_path.error != 0) return Executable::unreadable;
  const bool replacement = S_ISREG(at_path.mode) || S_ISLNK(at_path.mode);
  return replacement ? Executable::replaced : Executable::deleted;
}

}  // namespace

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::optional<LinkTarget> executable_target(int process_dir, std::string_view path,
                                            bool links_may_wait) {
  if (links_may_wait && !is_disposable() && mounts_of(process_dir)->waits_at_link(path))
    return std::nullopt;
  return link_target(process_dir, "exe");
}

ExecutableFile read_executable(int process_dir, bool links_may_wait) {
  std::array<char, PATH_MAX + 64> buffer;
  const std::string_view link = read_link(process_dir, "exe", buffer);
  if (link.empty()) return {};
  if (!link.ends_with(kDeleted)) return {std::string(link), Executable::present};

  const std::string_view path = link.substr(0, link.size() - kDeleted.size());
  const auto running = executable_target(process_dir, path, links_may_wait);
  if (!running) return {std::string(path), Executable::unreadable};
  const FoundFile same_name = find_at_link(process_dir, link);
  if (same_name.error == 0 && same_name.inode == running->inode &&
      same_name.device == running->device) {
    return {std::string(link), Executable::present};
  }
  return {std::string(path), state_of_removed(process_dir, *running, path)};
}

}  // namespace portexplorer
