// Distributes the work of a scan to threads: first processes by number, then ranges of the fds of
// very large processes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "collect/scan/fd_scan.h"

namespace portexplorer {

struct FdJob {
  std::size_t slot = 0;
  FdRange range;
};

// All functions may be called from any thread.
class ScanQueue {
 public:
  explicit ScanQueue(std::size_t processes) : processes_(processes) {}

  // Must be called by the starter of a thread, before the thread requests its first process.
  void enter();
  std::optional<std::size_t> next_process();
  // Must be called when next_process() has returned nothing: this thread adds no more ranges.
  void leave();

  // Each shared process keeps a file open until the scan is done, so their number is limited.
  [[nodiscard]] bool may_share() const {
    return shared_.load(std::memory_order_relaxed) < kMaxShared;
  }
  void add(std::vector<FdJob> jobs);  // the ranges of one process
  // Waits while another thread may still add a range.
  std::optional<FdJob> next_job();

 private:
  static constexpr int kMaxShared = 128;

  std::size_t processes_;
  std::atomic<int> shared_{0};
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<FdJob> jobs_;
  unsigned busy_ = 0;  // threads that may still add ranges; at 0, jobs_ only shrinks
};

}  // namespace portexplorer
