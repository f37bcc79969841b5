#include "collect/procfs/executable.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <optional>

#include "base/unique_fd.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

constexpr std::string_view kDeleted = " (deleted)";

struct FoundFile {
  struct stat status {};
  int error = 0;  // an errno; 0: found
};

// Looks a path up below the root of the process, so that no link leads out of a container's files.
FoundFile find_below_root(int process_dir, std::string_view path) {
  FoundFile found;
  const UniqueFd root(::openat(process_dir, "root", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) {
    found.error = errno;
    return found;
  }
  const std::string relative(path.substr(std::min(path.find_first_not_of('/'), path.size())));
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC | O_NOFOLLOW;
  how.resolve = RESOLVE_IN_ROOT;
  UniqueFd file(static_cast<int>(::syscall(SYS_openat2, root.get(), relative.c_str(), &how, sizeof how)));
  // Before Linux 5.6, or where a sandbox refuses the newer call.
  if (!file && (errno == ENOSYS || errno == EPERM)) file.reset(::openat(root.get(), relative.c_str(), O_PATH | O_CLOEXEC | O_NOFOLLOW));
  if (!file || ::fstat(file.get(), &found.status) != 0) found.error = errno;
  return found;
}

bool is_absent(const FoundFile& file) { return file.error == ENOENT || file.error == ENOTDIR || file.error == ELOOP; }

Executable state_of_removed(int process_dir, const struct stat& running, std::string_view path) {
  if (path.starts_with("/memfd:") && running.st_nlink == 0) return Executable::memory;
  const FoundFile at_path = find_below_root(process_dir, path);
  if (is_absent(at_path)) return Executable::deleted;
  if (at_path.error != 0) return Executable::unreadable;
  const bool replacement = S_ISREG(at_path.status.st_mode) || S_ISLNK(at_path.status.st_mode);
  return replacement ? Executable::replaced : Executable::deleted;
}

}  // namespace

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

ExecutableFile read_executable(int process_dir) {
  std::array<char, PATH_MAX + 64> buffer;
  const std::string_view link = read_link(process_dir, "exe", buffer);
  if (link.empty()) return {};
  if (!link.ends_with(kDeleted)) return {std::string(link), Executable::present};

  struct stat running {};
  const std::string_view path = link.substr(0, link.size() - kDeleted.size());
  if (::fstatat(process_dir, "exe", &running, 0) != 0) return {std::string(path), Executable::unreadable};
  const FoundFile same_name = find_below_root(process_dir, link);
  if (same_name.error == 0 && same_name.status.st_ino == running.st_ino && same_name.status.st_dev == running.st_dev) {
    return {std::string(link), Executable::present};
  }
  return {std::string(path), state_of_removed(process_dir, running, path)};
}

}  // namespace portexplorer
