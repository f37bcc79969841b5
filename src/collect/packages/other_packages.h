// Packages of another manager than dpkg. Whoever reads the machine need not know its library: a
// face brings one that does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portexplorer {

// Of our own root. One thread at a time.
class OtherPackages {
 public:
  OtherPackages() = default;
  OtherPackages(const OtherPackages&) = delete;
  OtherPackages& operator=(const OtherPackages&) = delete;
  virtual ~OtherPackages() = default;

  // Becomes another number whenever the database changes. Empty: there is none here.
  virtual std::optional<std::int64_t> version() = 0;
  // Where the database is: who may write there decides whether what it says is evidence
  // (is_evidence()). Empty: there is none here.
  virtual std::optional<std::string> directory() = 0;
  // The package of each of these files, "" where none has it. Empty: the database cannot be read.
  virtual std::optional<std::vector<std::string>> owners(std::span<const std::string> paths) = 0;
};

}  // namespace portexplorer
