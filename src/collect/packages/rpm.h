// rpm's database of packages, read through rpm's own library, which is loaded when it is first
// asked for.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "collect/packages/digest.h"
#include "collect/packages/package.h"

namespace portexplorer {

struct RpmFunctions;

// Where a database stands and of which kind it is, by its file; empty: none is here. `root`: "" for
// our own.
struct RpmDatabase {
  std::string directory;
  std::string file;
  std::string kind;  // as rpm calls it
};
[[nodiscard]] std::optional<RpmDatabase> find_rpm_database(const std::string& root = {});

// The database of our own root. Runs no code of it and reads no settings of rpm. The library is not
// made for threads: one Rpm at a time in the whole program, others wait in open().
class Rpm {
 public:
  // not_found: no database here. unavailable: there is one, but not rpm's library, or the library
  // cannot read it.
  static Result<Rpm> open();

  [[nodiscard]] bool owns(const std::string& path) const;

  struct OwnedFile {
    Package package;
    std::string
        digest;  // lower-case hexadecimal, of the file as its package has it; empty: it tells none
  };
  // not_found: no package has this file.
  [[nodiscard]] Result<OwnedFile> file(const std::string& path) const;

 private:
  using Transaction = std::unique_ptr<void, void* (*)(void*)>;
  Rpm(std::unique_lock<std::mutex> lock, const RpmFunctions& functions, Transaction transaction)
      : lock_(std::move(lock)), functions_(&functions), transaction_(std::move(transaction)) {}

  std::unique_lock<std::mutex> lock_;
  const RpmFunctions* functions_;
  Transaction transaction_;
};

// Whether a digest of a package is that of the file. Empty: it is of a kind that is not computed.
[[nodiscard]] std::optional<bool> same_digest(const std::string& packaged, const Digests&);

}  // namespace portexplorer
