// The network namespaces that are bound to a file, as listed in /proc/PID/mountinfo. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

struct NsfsMount {
  NetnsId id;
  std::string path;  // mount point, relative to the root of the process whose mountinfo it was
};

// Skips lines of other file systems or other kinds of namespaces, and malformed lines.
std::vector<NsfsMount> parse_nsfs_mounts(std::string_view mountinfo);

}  // namespace portexplorer
