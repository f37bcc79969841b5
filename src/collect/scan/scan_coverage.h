// Describes what a scan of /proc could not see.
#pragma once

#include <cstdint>

#include "model/coverage.h"

namespace portexplorer {

struct ScanSight {
  std::uint64_t unreadable = 0;
  std::uint64_t out_of_files =
      0;  // processes that this program could not open because it ran out of file descriptors
  bool as_root = false;
  bool processes_invisible = false;
  bool own_pid_namespace = false;  // the reader is not in the machine's first pid namespace
};

void add_scan_gaps(Coverage&, const ScanSight&);

}  // namespace portexplorer
