// Finds out whether programs belong to installed packages, from dpkg's lists of files.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portexplorer {

// Returns true if only root can have put the file there: root owns it and every directory above it,
// and no group or other user may write to them. A directory such as /tmp counts as writable.
// Symbolic links are not followed.
[[nodiscard]] bool only_root_writes(const std::string& path);

// Returns false where packages install no programs: homes, /tmp, /usr/local …
[[nodiscard]] bool may_be_packaged(std::string_view path);

// Not thread-safe. Remembers results until it is destroyed.
class PackageFiles {
 public:
  explicit PackageFiles(std::string dpkg_info = "/var/lib/dpkg/info")
      : dpkg_info_(std::move(dpkg_info)) {}

  // Looks up all paths that are not known yet in one pass over the lists (about 10 ms for a
  // thousand packages).
  void look_up(std::span<const std::string> paths);

  // Returns an empty optional if the machine has no dpkg database, or the path was not looked up. A
  // path below /usr is also found under the name that it had before / and /usr were merged.
  [[nodiscard]] std::optional<bool> is_packaged(const std::string& path) const;

 private:
  std::string dpkg_info_;
  std::unordered_map<std::string, bool> known_;
};

}  // namespace portexplorer
