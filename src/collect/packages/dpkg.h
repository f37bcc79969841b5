// dpkg's database as a process sees it, read through its root directory.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "collect/packages/package.h"
#include "collect/procfs/proc_pid_dir.h"

namespace portexplorer {

// Not thread-safe. Must not outlive the ProcPidDir.
class Dpkg {
 public:
  // not_found: there is no dpkg database.
  static Result<Dpkg> open(const ProcPidDir& process);

  // Returns the package of each file, as the name of its list ("openssh-server", "libc6:amd64");
  // files of no package are omitted. Reads every list once: about 10 ms for a thousand packages.
  [[nodiscard]] std::unordered_map<std::string, std::string> owners(
      std::span<const std::string> paths) const;

  [[nodiscard]] Result<Package> package(const std::string& list_name) const;
  // Returns the MD5 sum of the file in its package. not_found: the package has none for it
  // (configuration files have none).
  [[nodiscard]] Result<std::string> packaged_md5(const std::string& list_name,
                                                 const std::string& path) const;

 private:
  Dpkg(const ProcPidDir& process, UniqueFd info) : process_(&process), info_(std::move(info)) {}

  const ProcPidDir* process_;
  UniqueFd info_;
};

}  // namespace portexplorer
