// The package of each process's program, for a column of the list.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "collect/packages/other_packages.h"
#include "collect/procfs/proc_pid_dir.h"
#include "model/process.h"

namespace portexplorer {

// Remembers the package of each program until the database changes, so that a program is looked up
// only once. Not thread-safe.
class PackageNames {
 public:
  // `other` is queried for programs that dpkg does not know; it may be null. Users may run any
  // number of programs and create any number of databases. So once more than `most` programs and
  // databases are remembered, they are all dropped and looked up again.
  explicit PackageNames(std::unique_ptr<OtherPackages> other = nullptr, std::size_t most = 16384)
      : other_(std::move(other)), most_(most) {}

  // Sets `package` and `look.packaged`: both stay empty if no package database can be read. Each
  // process is looked up in its own view of the files; containers of one image share a database. A
  // database that the process's user may have forged is no evidence (is_evidence): then
  // `look.packaged` stays empty, and `package` names its source.
  void look_up(std::span<Process>);

  // Returns how many programs and databases are remembered.
  [[nodiscard]] std::size_t remembered() const;

 private:
  struct Database {
    std::int64_t version = 0;                               // when it was changed
    std::unordered_map<std::string, std::string> packages;  // by path; "" for a file of no package
  };
  using DatabaseId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode of its directory

  // Processes whose file systems may not answer (ProcPidDir), and the devices of these.
  struct Refused {
    std::vector<Process*> processes;
    std::vector<std::uint64_t> places;
  };

  void ask_dpkg(std::span<Process>, std::vector<Process*>& others, Refused&);
  void ask_by_child(const Refused&);
  void ask_other(std::span<Process* const>);

  std::unique_ptr<OtherPackages> other_;
  std::size_t most_;
  Database other_database_;
  std::map<DatabaseId, Database> databases_;
};

}  // namespace portexplorer
