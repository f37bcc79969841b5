#include "collect/procfs/package_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cstring>
#include <unordered_set>
#include <vector>

#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

constexpr std::string_view kUsr = "/usr";
constexpr std::size_t kMaxListBytes = std::size_t{64} << 20;

bool only_root_writes_entry(const std::string& path, bool directory) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  const bool right_kind = directory ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode);
  return right_kind && status.st_uid == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

// Lists name their files as the package was built: before / and /usr were merged, or after.
class Wanted {
 public:
  void add(const std::string& path) {
    if (!paths_.insert(path).second) return;
    lines_.emplace(path, path);
    if (path.starts_with("/usr/")) lines_.emplace(std::string_view(path).substr(kUsr.size()), path);
  }
  void search(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      const auto hit = lines_.find(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
      if (hit != lines_.end()) found_.insert(hit->second);
    }
  }
  [[nodiscard]] bool all_found() const { return found_.size() == paths_.size(); }
  [[nodiscard]] bool found(const std::string& path) const { return found_.contains(path); }

 private:
  std::unordered_map<std::string_view, std::string_view> lines_;  // as a list may name it → the path
  std::unordered_set<std::string_view> paths_;
  std::unordered_set<std::string_view> found_;
};

bool read_list(int dir_fd, const char* name, std::vector<char>& buffer, std::string_view& text) {
  const UniqueFd fd(::openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > kMaxListBytes) return false;
  if (buffer.size() < size) buffer.resize(size);
  const ssize_t got = ::read(fd.get(), buffer.data(), size);
  if (got < 0) return false;
  text = {buffer.data(), static_cast<std::size_t>(got)};
  return true;
}

void search_lists(const std::string& dpkg_info, Wanted& wanted) {
  const auto dir = open_directory(AT_FDCWD, dpkg_info.c_str());
  if (!dir) return;
  alignas(8) std::array<char, 32768> entries;
  std::vector<char> buffer;
  DirectoryReader reader(dir->get(), entries);
  for (auto name = reader.next(); !name.empty() && !wanted.all_found(); name = reader.next()) {
    std::string_view text;
    if (name.ends_with(".list") && read_list(dir->get(), name.data(), buffer, text)) wanted.search(text);
  }
}

}  // namespace

bool may_be_packaged(std::string_view path) {
  if (path.starts_with("/usr/local/")) return false;
  for (const std::string_view place : {"/usr/", "/bin/", "/sbin/", "/lib", "/opt/", "/etc/"}) {
    if (path.starts_with(place)) return true;
  }
  return false;
}

bool only_root_writes(const std::string& path) {
  if (!path.starts_with('/') || !only_root_writes_entry(path, false)) return false;
  for (std::size_t slash = path.rfind('/'); slash != 0; slash = path.rfind('/', slash - 1)) {
    if (!only_root_writes_entry(path.substr(0, slash), true)) return false;
  }
  return only_root_writes_entry("/", true);
}

void PackageFiles::look_up(std::span<const std::string> paths) {
  Wanted wanted;
  for (const std::string& path : paths) {
    if (!known_.contains(path)) wanted.add(path);
  }
  struct stat status {};
  if (wanted.all_found() || ::stat(dpkg_info_.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return;
  search_lists(dpkg_info_, wanted);
  for (const std::string& path : paths) known_.emplace(path, wanted.found(path));
}

std::optional<bool> PackageFiles::is_packaged(const std::string& path) const {
  const auto known = known_.find(path);
  if (known == known_.end()) return std::nullopt;
  return known->second;
}

}  // namespace portexplorer
