#include "collect/packages/package_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <vector>

#include "collect/packages/dpkg_lists.h"
#include "collect/procfs/proc_dir.h"

namespace portexplorer {
namespace {

bool only_root_writes_entry(const std::string& path, bool directory) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return false;
  const bool right_kind = directory ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode);
  return right_kind && status.st_uid == 0 && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

bool may_be_packaged(std::string_view path) {
  if (path.starts_with("/usr/local/")) return false;
  for (const std::string_view place : {"/usr/", "/bin/", "/sbin/", "/lib", "/opt/", "/etc/"}) {
    if (path.starts_with(place)) return true;
  }
  return false;
}

// Checks from the root down, so that no link in place of a directory is followed.
bool only_root_writes(const std::string& path) {
  if (!path.starts_with('/') || !only_root_writes_entry("/", true)) return false;
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    if (!only_root_writes_entry(path.substr(0, slash), true)) return false;
  }
  return only_root_writes_entry(path, false);
}

void PackageFiles::look_up(std::span<const std::string> paths) {
  std::vector<std::string> unknown;
  for (const std::string& path : paths) {
    if (!known_.contains(path)) unknown.push_back(path);
  }
  if (unknown.empty()) return;
  const auto info = open_directory(AT_FDCWD, dpkg_info_.c_str());
  if (!info) return;
  const auto owners = owners_in_lists(info->get(), unknown);
  for (const std::string& path : unknown) known_.emplace(path, owners.contains(path));
}

std::optional<bool> PackageFiles::is_packaged(const std::string& path) const {
  const auto known = known_.find(path);
  if (known == known_.end()) return std::nullopt;
  return known->second;
}

}  // namespace portexplorer
