// Reads processes: one worker per thread of a scan.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/unique_fd.h"
#include "collect/scan/process_reader.h"
#include "collect/scan/process_scan.h"
#include "collect/scan/scan_queue.h"

namespace portexplorer {

// A process that holds sockets, as read.
struct ReadProcess {
  Process process;
  JudgeFacts facts;
  UniqueFd fd_owner;  // open while its fds are shared between threads: /proc/PID, or the directory
                      // of the thread that has them
};

// A process of the scan. Written by the thread that took it, except for the atomics, which are set
// by any thread that reads a range of its fds.
struct ScanSlot {
  Pid pid;
  NetnsId netns;
  std::unique_ptr<ReadProcess> read;
  bool closed = false;  // even its directory could not be opened
  std::atomic<bool> vanished = false;
  std::atomic<bool> refused = false;
  std::atomic<bool> out_of_files = false;  // refused because this program may not open more files
  bool thread_files = false;               // a thread has a socket in a separate file table
};

// Shared by all threads of a scan; immutable.
struct ScanPlan {
  int proc_fd = -1;
  bool real_proc = false;  // a mounted procfs, not a directory of a test
  bool counts_fds =
      false;  // the size of /proc/PID/fd is the number of its files (Linux 6.2 or later)
  ScanRequest request;
  const OwnPlace& own;
  const BootClock& clock;
};

class ScanWorker {
 public:
  ScanWorker(const ScanPlan& plan, ScanQueue& queue, std::vector<ScanSlot>& slots);

  void read_process(std::size_t slot);
  void read_job(const FdJob& job);

  // Returns the sockets found so far; Mapping::process is the number of the slot.
  [[nodiscard]] const std::vector<Mapping>& mappings() const { return mappings_; }
  [[nodiscard]] std::uint64_t fds_seen() const { return fds_seen_; }

 private:
  struct OpenProcess;

  [[nodiscard]] std::uint32_t own_part() const;
  [[nodiscard]] bool has_no_fds(int process_dir) const;
  FdReport read_fds(std::size_t slot, int owner_dir, const FdRange& range, std::uint32_t limit);
  FdReport read_fds_of_threads(std::size_t slot, OpenProcess& process);
  void read_tables_of_threads(std::size_t slot, const OpenProcess& process);
  void take_report(const FdReport& report, ScanSlot& slot);
  void share_rest(std::size_t slot, int owner_dir, int first);
  void read_details(OpenProcess& process, bool keep_open, ScanSlot& slot);

  const ScanPlan& plan_;
  ScanQueue& queue_;
  std::vector<ScanSlot>& slots_;
  ProcessReader reader_;
  std::unique_ptr<char[]> entries_;
  std::vector<Mapping> mappings_;
  std::uint64_t fds_seen_ = 0;
};

}  // namespace portexplorer
