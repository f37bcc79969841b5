// One process's /proc folder and the files as that process sees them. Held open, the folder stands for that process for ever: once it
// has ended, reading fails, also when its pid is used again.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "model/types.h"

namespace portexplorer {

class ProcFolder {
 public:
  // not_found: no such process.
  static Result<ProcFolder> open(Pid pid);

  [[nodiscard]] int fd() const { return fd_.get(); }
  // At most `limit` bytes of one of the files of the folder.
  [[nodiscard]] Result<std::string> read(const char* name, std::size_t limit = 1 << 20) const;
  [[nodiscard]] Result<std::string> link(const char* name) const;
  // The file that it runs, also where it is deleted.
  [[nodiscard]] Result<UniqueFd> open_executable() const;

  // A path as the process sees it; no link leads out of its root. `flags` of open().
  [[nodiscard]] Result<UniqueFd> open_in_root(const std::string& path, int flags) const;
  [[nodiscard]] Result<std::string> read_in_root(const std::string& path, std::size_t limit = 1 << 20) const;
  [[nodiscard]] bool exists_in_root(const std::string& path) const;

  [[nodiscard]] bool alive() const;

 private:
  explicit ProcFolder(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

// Opens for reading, and leaves the time of the last reading alone where the system lets us.
Result<UniqueFd> open_quietly(int dir_fd, const char* name);

// All of the open file, at most `limit` bytes.
Result<std::string> read_all(int fd, std::size_t limit);

// "You may not read it", "It is gone" …: a reason for people.
[[nodiscard]] std::string reason_of(const Error&);

}  // namespace portexplorer
