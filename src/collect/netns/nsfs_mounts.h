// The network namespaces that are bound to a file, as /proc/PID/mountinfo lists them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

struct NsfsMount {
  NetnsId id;
  std::string
      path;  // where it is mounted, seen from the root of the process whose mountinfo it was
};

// Lines of other file systems, of other kinds of namespaces, and lines that make no sense are
// passed over.
std::vector<NsfsMount> parse_nsfs_mounts(std::string_view mountinfo);

}  // namespace portexplorer
