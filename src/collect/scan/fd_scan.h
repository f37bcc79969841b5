// Finds the sockets among the open files of one process.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "model/sample.h"

namespace portexplorer {

// File descriptors first <= fd < end.
struct FdRange {
  int first = 0;
  int end = std::numeric_limits<int>::max();
};

enum class FdOutcome : std::uint8_t {
  complete,
  paused,        // more than `limit` were read: continue at `next`
  refused,       // not permitted
  out_of_files,  // this program may not open more files
  gone,          // the process has ended
};

struct FdReport {
  FdOutcome outcome = FdOutcome::complete;
  int next = 0;
  std::uint32_t seen = 0;  // open files, sockets or not
};

struct FdScanOptions {
  FdRange range;
  std::uint32_t process = 0;  // written into each Mapping
  std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();
  // Guess the next number instead of listing the directory, and list it only after some guesses
  // have failed. Descriptors are allocated from 0 upwards without gaps, and each entry that the
  // kernel lists costs a third of the time for reading it. Only for a real /proc, where the offset
  // of the directory is the number of the descriptor plus 2.
  bool guess = true;
};

// Appends the sockets to `out`, including those registered with an io_uring of the process (fd -1).
// `fd_dir` is an open /proc/PID/fd that no other thread uses meanwhile; `buffer` is for directory
// entries, aligned to 8. Finds every descriptor that is open during the whole call.
FdReport scan_fds(int fd_dir, const FdScanOptions&, std::span<char> buffer,
                  std::vector<Mapping>& out);

}  // namespace portexplorer
