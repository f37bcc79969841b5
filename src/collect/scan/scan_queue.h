// The work of a scan, handed out to threads: first processes by number, then ranges of the fds of
// very large ones.
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

  // Before a thread asks for its first process, by whoever starts it.
  void enter();
  std::optional<std::size_t> next_process();
  // Once next_process() gave nothing: this thread adds no ranges any more.
  void leave();

  // Each process that is shared keeps a file open until all is done, so only so many may be.
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
  unsigned busy_ = 0;
};

}  // namespace portexplorer
