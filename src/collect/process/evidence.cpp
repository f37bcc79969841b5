#include "collect/process/evidence.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "base/lines.h"
#include "collect/process/exposure.h"
#include "collect/procfs/cgroup_text.h"
#include "collect/procfs/proc_dir.h"
#include "collect/procfs/proc_text.h"

namespace portexplorer {
namespace {

constexpr std::uint32_t kInitialUserNamespace =
    0xEFFFFFFD;  // PROC_USER_INIT_INO, include/linux/proc_ns.h
constexpr int kMostFoldersAbove = 64;

std::uint32_t user_namespace_of(int process_dir) {
  std::array<char, 64> buffer;
  const std::string_view link = read_link(process_dir, "ns/user", buffer);
  if (link.empty() && errno == ENOENT && ::access("/proc/self/ns/user", F_OK) != 0)
    return kInitialUserNamespace;  // a kernel without user namespaces
  return parse_namespace_link(link, "user").value_or(0);
}

bool is_initial(int namespace_fd) {
  struct stat status {};
  return ::fstat(namespace_fd, &status) == 0 && status.st_ino == kInitialUserNamespace;
}

// Returns the machine's uid that is root in the process's user namespace.
std::optional<std::uint32_t> root_of(const ProcPidDir& directory) {
  const auto map = directory.read("uid_map", 64 * 1024);
  std::string_view text = map ? std::string_view(*map) : std::string_view();
  while (!text.empty()) {
    std::string_view line = trimmed(take_line(text));
    const std::size_t inside_end = line.find_first_of(" \t");
    if (inside_end == std::string_view::npos || line.substr(0, inside_end) != "0") continue;
    line = trimmed(line.substr(inside_end));
    const auto outside = parse_number(line.substr(0, line.find_first_of(" \t")));
    if (outside && *outside <= UINT32_MAX) return static_cast<std::uint32_t>(*outside);
  }
  return std::nullopt;
}

bool only_written_by(const struct stat& status, std::uint32_t root) {
  const bool others_write =
      (status.st_mode & S_IWOTH) != 0 || ((status.st_mode & S_IWGRP) != 0 && status.st_gid != 0);
  return (status.st_uid == 0 || status.st_uid == root) && !others_write;
}

// Checks the path after resolving all links: from the target up to the root of the process.
bool is_roots_all_the_way_up(const ProcPidDir& directory, const std::string& path,
                             std::uint32_t root) {
  struct stat top {};
  struct stat status {};
  const auto top_fd = directory.open_in_root("/", O_PATH | O_DIRECTORY);
  const auto file = directory.open_in_root(path, O_PATH);
  if (!top_fd || !file || ::fstat(top_fd->get(), &top) != 0 || ::fstat(file->get(), &status) != 0)
    return false;
  if (!only_written_by(status, root)) return false;
  if (!S_ISDIR(status.st_mode)) return true;  // its directories are checked by their names
  UniqueFd above;
  int fd = file->get();
  for (int i = 0; i < kMostFoldersAbove; ++i) {
    if (status.st_dev == top.st_dev && status.st_ino == top.st_ino) return true;
    UniqueFd next(::openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!next || ::fstat(next.get(), &status) != 0 || !only_written_by(status, root)) return false;
    above = std::move(next);
    fd = above.get();
  }
  return false;
}

// Returns where the hierarchy of a line of /proc/PID/cgroup is mounted: "1:name=systemd:/…",
// "0::/…".
std::vector<std::string> controller_mounts(const std::string& cgroups,
                                           std::string_view controllers) {
  if (controllers.empty()) return {cgroups, cgroups + "/unified"};
  constexpr std::string_view kNamed = "name=";
  if (controllers.starts_with(kNamed)) controllers.remove_prefix(kNamed.size());
  return {cgroups + "/" + std::string(controllers)};
}

// Checks every directory above the control group that names the container, up to the mount point of
// the hierarchy: a user who owns one of them, or may write to it, can create groups with any name.
bool is_made_by_root(const std::string& mount, std::string_view path) {
  struct stat status {};
  if (::stat((mount + std::string(path)).c_str(), &status) != 0) return false;
  // The outermost part of the path that names a container.
  std::size_t end = path.find('/', 1);
  while (end != std::string_view::npos && container_of_path(path.substr(0, end)).empty())
    end = path.find('/', end + 1);
  std::string above = mount + std::string(path.substr(0, end));
  while (above.size() > mount.size()) {
    above.resize(above.rfind('/'));
    if (::stat(above.c_str(), &status) != 0 || !only_written_by(status, 0)) return false;
  }
  return true;
}

}  // namespace

bool in_initial_user_namespace(int process_dir) {
  return user_namespace_of(process_dir) == kInitialUserNamespace;
}

bool in_user_namespace_of_root(int process_dir) {
  if (in_initial_user_namespace(process_dir)) return true;
  const UniqueFd own(::openat(process_dir, "ns/user", O_RDONLY | O_CLOEXEC));
  uid_t owner = 0;
  if (!own || ::ioctl(own.get(), NS_GET_OWNER_UID, &owner) != 0 || owner != 0) return false;
  const UniqueFd parent(::ioctl(own.get(), NS_GET_PARENT));
  return parent && is_initial(parent.get());
}

bool is_of_a_user(std::string_view cgroup) {
  while (!cgroup.empty()) {
    const std::size_t slash = cgroup.find('/');
    const std::string_view part = cgroup.substr(0, slash);
    cgroup = slash == std::string_view::npos ? std::string_view() : cgroup.substr(slash + 1);
    if (part == "user.slice" || part == "..") return true;  // "..": outside of what the reader sees
    if ((part.starts_with("user-") && part.ends_with(".slice")) ||
        (part.starts_with("user@") && part.ends_with(".service")))
      return true;
  }
  return false;
}

bool in_container_of_root(const ProcPidDir& directory, const std::string& cgroups) {
  const auto lines = directory.read("cgroup", 64 * 1024);
  if (!lines) return false;
  bool contained = false;
  std::string_view text = *lines;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view path = line.substr(second + 1);
    if (is_of_a_user(path)) return false;
    if (container_of_path(path).empty()) continue;
    const auto mounts = controller_mounts(cgroups, line.substr(first + 1, second - first - 1));
    if (std::ranges::none_of(
            mounts, [&](const std::string& mount) { return is_made_by_root(mount, path); }))
      return false;
    contained = true;
  }
  return contained;
}

bool is_evidence(const ProcPidDir& directory, const std::string& path, const std::string& cgroups) {
  std::optional<std::uint32_t> root;
  if (in_initial_user_namespace(directory.fd())) root = 0;
  else if (in_user_namespace_of_root(directory.fd()) && in_container_of_root(directory, cgroups))
    root = root_of(directory);
  return root && is_place_exposed(directory, directory.link_of_path(path), Uid{*root}) == false &&
         is_roots_all_the_way_up(directory, path, *root);
}

std::string claimed_by_container(std::string_view name) {
  return std::string(name) + " (according to its own container)";
}

bool sees_our_files(const ProcPidDir& directory) {
  std::array<char, 64> buffer;
  const auto mounts = directory.link("ns/mnt");
  if (!mounts || *mounts != read_link(AT_FDCWD, "/proc/self/ns/mnt", buffer)) return false;
  const auto theirs = link_target(directory.image_fd(), "root");
  const auto ours = link_target(AT_FDCWD, "/proc/self/root");
  return theirs && ours && theirs->inode == ours->inode && theirs->device == ours->device;
}

}  // namespace portexplorer
