#include "collect/packages/rpm_packages.h"

#include <sys/stat.h>

#include "collect/packages/rpm.h"
#include "model/types.h"

namespace portexplorer {

std::optional<std::int64_t> RpmPackages::version() {
  const auto database = find_rpm_database();
  if (!database) return std::nullopt;
  std::int64_t version = 0;
  // Changes may still be in a journal, which comes and goes beside the file.
  for (const std::string& path :
       {database->directory, database->directory + "/" + database->file}) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0)
      version +=
          std::int64_t{status.st_mtim.tv_sec} * kNanosecondsPerSecond + status.st_mtim.tv_nsec;
  }
  return version;
}

std::optional<std::string> RpmPackages::directory() {
  const auto database = find_rpm_database();
  return database ? std::optional(database->directory) : std::nullopt;
}

std::optional<std::vector<std::string>> RpmPackages::owners(std::span<const std::string> paths) {
  const auto rpm = Rpm::open();
  if (!rpm) return std::nullopt;
  std::vector<std::string> owners;
  owners.reserve(paths.size());
  for (const std::string& path : paths) {
    const auto file = rpm->file(path);
    owners.push_back(file ? file->package.name : std::string());
  }
  return owners;
}

}  // namespace portexplorer
