#include "collect/scan/scan_queue.h"

namespace portexplorer {

void ScanQueue::enter() {
  const std::lock_guard lock(mutex_);
  ++busy_;
}

std::optional<std::size_t> ScanQueue::next_process() {
  const std::size_t index = next_.fetch_add(1, std::memory_order_relaxed);
  if (index >= processes_) return std::nullopt;
  return index;
}

void ScanQueue::leave() {
  const std::lock_guard lock(mutex_);
  --busy_;
  if (busy_ == 0) changed_.notify_all();
}

void ScanQueue::add(std::vector<FdJob> jobs) {
  shared_.fetch_add(1, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  jobs_.insert(jobs_.end(), jobs.begin(), jobs.end());
  changed_.notify_all();
}

std::optional<FdJob> ScanQueue::next_job() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !jobs_.empty() || busy_ == 0; });
  if (jobs_.empty()) return std::nullopt;
  const FdJob job = jobs_.back();
  jobs_.pop_back();
  return job;
}

}  // namespace portexplorer
