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

// Remembers each program's package for as long as the database stays as it is, so that a program is
// looked for once. One thread at a time.
class PackageNames {
 public:
  // `other` is asked for what dpkg does not know; it may be null. Users may run any number of
  // programs and make any number of databases, so what is remembered is forgotten, and looked for
  // again, once it is more than `most` programs and databases.
  explicit PackageNames(std::unique_ptr<OtherPackages> other = nullptr, std::size_t most = 16384)
      : other_(std::move(other)), most_(most) {}

  // Fills in `package` and `look.packaged`: both stay empty where no database of packages can be
  // read. Each process is asked as it sees its files; containers of one image share what was read.
  // A database that the process's user may have made himself is no evidence (is_evidence): then
  // `look.packaged` stays empty, and `package` says whose word it is.
  void look_up(std::span<Process>);

  // How many programs and databases are remembered.
  [[nodiscard]] std::size_t remembered() const;

 private:
  struct Database {
    std::int64_t version = 0;                               // when it was changed
    std::unordered_map<std::string, std::string> packages;  // by path; "" for a file of no package
  };
  using DatabaseId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode of its folder

  // Those whose file systems may not answer (ProcPidDir), and the devices of these.
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
