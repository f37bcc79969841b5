// Packages of a package manager other than dpkg. Code that reads the machine does not depend on its
// library: a face provides an implementation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portexplorer {

// The packages of the reader's own root. Not thread-safe.
class OtherPackages {
 public:
  OtherPackages() = default;
  OtherPackages(const OtherPackages&) = delete;
  OtherPackages& operator=(const OtherPackages&) = delete;
  virtual ~OtherPackages() = default;

  // Returns a number that changes whenever the database changes. Empty if there is no database.
  virtual std::optional<std::int64_t> version() = 0;
  // Returns the directory of the database: its write permissions decide whether the database is
  // evidence (is_evidence()). Empty if there is no database.
  virtual std::optional<std::string> directory() = 0;
  // Returns the package of each of these files, "" for files of no package. Empty if the database
  // cannot be read.
  virtual std::optional<std::vector<std::string>> owners(std::span<const std::string> paths) = 0;
};

}  // namespace portexplorer
