#include "collect/process/exposure.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/own_ids.h"

namespace portexplorer {
namespace {

// Returns whether the writers of this entry are unknown, which does not matter if it is
// world-writable.
bool is_writer_unknown(const struct stat& status) {
  if ((status.st_mode & S_IWOTH) != 0) return false;
  return own_users().is_unknown(status.st_uid) ||
         ((status.st_mode & S_IWGRP) != 0 && own_groups().is_unknown(status.st_gid));
}

// Returns who can write this entry besides root and the process's user.
std::string writer_of(const struct stat& status, std::uint32_t user) {
  if ((status.st_mode & S_IWOTH) != 0) return "everyone";
  if (status.st_uid != 0 && status.st_uid != user) return "user " + std::to_string(status.st_uid);
  // A user's private group (same number) is equivalent to the user.
  const bool own_group = status.st_gid == status.st_uid;
  if ((status.st_mode & S_IWGRP) != 0 && status.st_gid != 0 && !own_group)
    return "group " + std::to_string(status.st_gid);
  return {};
}

}  // namespace

Exposures exposures_of(const ProcPidDir& directory, const std::string& path, std::uint32_t user) {
  Exposures result;
  const auto root = directory.link("root");
  const bool is_below_root =
      root && *root == "/";  // saves finding out where each part of the path is
  for (std::size_t end = path.size(); end != std::string::npos;
       end = end == 0 ? std::string::npos : path.rfind('/', end - 1)) {
    const std::string place = end == 0 ? "/" : path.substr(0, end);
    constexpr int kFlags = O_PATH | O_NOFOLLOW;
    const auto fd = is_below_root ? directory.open_in_root(place, kFlags)
                                  : directory.open_at_link(place, kFlags);
    if (!is_below_root && !fd && fd.error().kind == ErrorKind::not_supported) {
      result.is_complete = false;
      result.leaves_root = true;
      break;
    }
    struct stat status {};
    if (!fd || ::fstat(fd->get(), &status) != 0 || S_ISLNK(status.st_mode)) continue;
    if (is_writer_unknown(status)) {
      result.is_complete = false;
      continue;
    }
    // The owner of a sticky directory may replace its entries; other users who may write there may
    // not.
    const bool is_safe = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0 &&
                         (status.st_uid == 0 || status.st_uid == user);
    if (std::string who = writer_of(status, user); !who.empty())
      result.found.push_back({place, std::move(who), is_safe});
  }
  return result;
}

std::optional<bool> is_place_exposed(const ProcPidDir& directory, const std::string& path,
                                     Uid user) {
  const Exposures exposures = exposures_of(directory, path, user.value());
  if (!exposures.found.empty()) return true;
  return exposures.is_complete ? std::optional(false) : std::nullopt;
}

}  // namespace portexplorer
