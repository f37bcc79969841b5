// A SocketSource that returns constructed Samples.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "model/socket_source.h"

namespace portexplorer::testing {

// Returns its samples one by one, then the last one repeatedly. Without samples, every call fails.
// The samples must have passed combine(), as from SampleBuilder::build().
class FakeSource final : public SocketSource {
 public:
  FakeSource() = default;
  explicit FakeSource(std::vector<std::shared_ptr<const Sample>> samples)
      : samples_(std::move(samples)) {}

  Result<std::shared_ptr<const Sample>> sample(const SampleRequest& request) override {
    last_request_ = request;
    if (samples_.empty())
      return fail(ErrorKind::not_permitted, "the kernel refuses to list sockets");
    const std::size_t index = std::min(next_++, samples_.size() - 1);
    return samples_[index];
  }

  [[nodiscard]] const SampleRequest& last_request() const { return last_request_; }
  [[nodiscard]] std::size_t asked() const { return next_; }

 private:
  std::vector<std::shared_ptr<const Sample>> samples_;
  std::size_t next_ = 0;
  SampleRequest last_request_;
};

}  // namespace portexplorer::testing
