// A source that returns what a test puts into it, from any thread, while a program uses it.
#pragma once

#include <sys/eventfd.h>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "model/socket_source.h"

namespace portexplorer::testing {

// The data to return. Must outlive the sources created from it. Any thread.
class Feed {
 public:
  // Sets the sample returned from now on. It must have passed combine(), as from
  // SampleBuilder::build().
  void set(std::shared_ptr<const Sample> sample) {
    const std::lock_guard lock(mutex_);
    sample_ = std::move(sample);
  }
  // Appends a batch of events and wakes the reader.
  void happen(EventBatch batch) {
    const std::lock_guard lock(mutex_);
    batches_.push_back(std::move(batch));
    eventfd_write(wake_.get(), 1);
  }

  [[nodiscard]] std::shared_ptr<const Sample> sample() const {
    const std::lock_guard lock(mutex_);
    return sample_;
  }
  void take(EventBatch& batch) {
    const std::lock_guard lock(mutex_);
    batch.clear();
    if (batches_.empty()) return;
    batch = std::move(batches_.front());
    batches_.erase(batches_.begin());
    eventfd_t count = 0;
    if (batches_.empty()) eventfd_read(wake_.get(), &count);
  }
  [[nodiscard]] int wake_handle() const { return wake_.get(); }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Sample> sample_ = std::make_shared<const Sample>();
  std::vector<EventBatch> batches_;
  UniqueFd wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
};

class HandFedSource final : public SocketSource {
 public:
  explicit HandFedSource(Feed& feed) : feed_(feed) {}

  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override {
    return feed_.sample();
  }
  Result<std::unique_ptr<EventStream>> events(const EventRequest&) override {
    return std::make_unique<Stream>(feed_);
  }

 private:
  class Stream final : public EventStream {
   public:
    explicit Stream(Feed& feed) : feed_(feed) {}
    Result<void> take(EventBatch& batch) override {
      feed_.take(batch);
      return {};
    }
    [[nodiscard]] int wake_handle() const override { return feed_.wake_handle(); }
    [[nodiscard]] const Host& host() const override { return host_; }
    [[nodiscard]] const Coverage& coverage() const override { return coverage_; }

   private:
    Feed& feed_;
    Host host_;
    Coverage coverage_;
  };

  Feed& feed_;
};

}  // namespace portexplorer::testing
