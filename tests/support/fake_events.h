// A source of constructed events.
#pragma once

#include <sys/eventfd.h>

#include <memory>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "model/socket_source.h"

namespace portexplorer::testing {

// Returns its batches one by one, then nothing, and `at_end` from finish().
class FakeEventStream final : public EventStream {
 public:
  explicit FakeEventStream(std::vector<EventBatch> batches, EventBatch at_end = {})
      : batches_(std::move(batches)),
        at_end_(std::move(at_end)),
        wake_(::eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK)) {
    host_.name = "testhost";
  }

  Result<void> take(EventBatch& batch) override {
    batch.clear();
    if (next_ < batches_.size()) batch = batches_[next_++];
    return {};
  }
  Result<void> finish(EventBatch& batch) override {
    batch = std::exchange(at_end_, {});
    return {};
  }
  [[nodiscard]] int wake_handle() const override { return wake_.get(); }
  [[nodiscard]] const Host& host() const override { return host_; }
  [[nodiscard]] const Coverage& coverage() const override { return coverage_; }

 private:
  std::vector<EventBatch> batches_;
  EventBatch at_end_;
  std::size_t next_ = 0;
  UniqueFd wake_;
  Host host_;
  Coverage coverage_;
};

class FakeEventSource final : public SocketSource {
 public:
  FakeEventSource(std::vector<EventBatch> batches, EventRequest* asked, EventBatch at_end = {})
      : batches_(std::move(batches)), at_end_(std::move(at_end)), asked_(asked) {}

  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override {
    return fail(ErrorKind::unavailable, "no samples here");
  }
  Result<std::unique_ptr<EventStream>> events(const EventRequest& request) override {
    *asked_ = request;
    return std::make_unique<FakeEventStream>(batches_, at_end_);
  }

 private:
  std::vector<EventBatch> batches_;
  EventBatch at_end_;
  EventRequest* asked_;
};

}  // namespace portexplorer::testing
