// Opens the file of --output, so that nobody else decides where a log goes: in a directory that
// others may write, they can put a symbolic link or a file of their own at its path.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::cli {

struct OutputFile {
  UniqueFd fd;
  std::uint64_t size = 0;       // of a regular file
  bool may_be_renamed = false;  // a regular file with a name of its own
  std::string warning;  // a sentence for the user, where others can read what will be written;
                        // otherwise empty
};

// For appending; created with mode 0600. Symbolic links, also those on the way, are followed only
// if root or the caller owns them. A regular file must be the caller's; what is none (pipes,
// devices) may be anybody's, and so may a file that is open already and named by its descriptor
// (/dev/stdout, /dev/fd/N). `fresh`: nothing may be at the path.
Result<OutputFile> open_output_file(const std::string& path, bool fresh);

}  // namespace portexplorer::cli
