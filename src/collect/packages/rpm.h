// rpm's package database, read through rpm's library, which is loaded on first use.
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

// The location and kind of a database, judged by its file; empty if there is none. `root`: "" for
// the reader's own.
struct RpmDatabase {
  std::string directory;
  std::string file;
  std::string kind;  // as rpm calls it
};
[[nodiscard]] std::optional<RpmDatabase> find_rpm_database(const std::string& root = {});

// The database of the reader's own root. Runs no code from it and reads no settings of rpm. The
// library is not thread-safe: only one Rpm exists at a time in the whole program, others wait in
// open().
class Rpm {
 public:
  // not_found: there is no database. unavailable: there is one, but rpm's library is missing or
  // cannot read it.
  static Result<Rpm> open();

  [[nodiscard]] bool owns(const std::string& path) const;

  struct OwnedFile {
    Package package;
    std::string digest;  // lower-case hexadecimal, of the file in its package; empty if the package
                         // has none
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

// Returns whether a package's digest equals that of the file. Empty if its kind is not computed.
[[nodiscard]] std::optional<bool> same_digest(const std::string& packaged, const Digests&);

}  // namespace portexplorer
