// Opens the file of --output such that other users cannot redirect it: in a directory that they may
// write, they can place a symbolic link or their own file at its path.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::cli {

struct OutputFile {
  UniqueFd fd;
  std::uint64_t size = 0;       // of a regular file
  bool may_be_renamed = false;  // a regular file that was opened by its path
  std::string warning;          // for the user, if others can read the file; otherwise empty
};

// Opens for appending; creates with mode 0600. Symbolic links anywhere in the path are followed
// only if root or the caller owns them. A regular file must be owned by the caller. Pipes and
// devices may have any owner, and so may a file that is already open and named by its descriptor
// (/dev/stdout, /dev/fd/N). `fresh`: the path must not exist.
Result<OutputFile> open_output_file(const std::string& path, bool fresh);

}  // namespace portexplorer::cli
