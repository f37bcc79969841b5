// dpkg's database as a process sees it, read through its files.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "base/result.h"
#include "collect/packages/package.h"
#include "collect/procfs/proc_pid_dir.h"

namespace portexplorer {

// One thread at a time; lives no longer than the ProcPidDir.
class Dpkg {
 public:
  // not_found: no dpkg here.
  static Result<Dpkg> open(const ProcPidDir& process);

  // Which package each file came with, as the name of its lists ("openssh-server", "libc6:amd64");
  // those of no package are left out. Reads every list once: some 10 ms for a thousand packages.
  [[nodiscard]] std::unordered_map<std::string, std::string> owners(
      std::span<const std::string> paths) const;

  [[nodiscard]] Result<Package> package(const std::string& list_name) const;
  // The MD5 sum that the file had in its package. not_found: the package tells none of it
  // (configuration files have none).
  [[nodiscard]] Result<std::string> packaged_md5(const std::string& list_name,
                                                 const std::string& path) const;

 private:
  Dpkg(const ProcPidDir& process, UniqueFd info) : process_(&process), info_(std::move(info)) {}

  const ProcPidDir* process_;
  UniqueFd info_;
};

}  // namespace portexplorer
