// Samples as lines of text: recorded on a real machine (record_samples) and replayed in tests.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/socket_source.h"

namespace portexplorer::testing {

// Returns one line, without line feed. Omits what tests of faces do not use: coverage, losses and
// facts for classes.
[[nodiscard]] std::string recorded(const Sample&);

// Returns `malformed` with the line and position of an error. The path appears in messages.
[[nodiscard]] Result<std::vector<std::shared_ptr<const Sample>>> read_recording(
    const std::string& path);

// Replays a recording: returns its samples one by one, then an error at the end.
class ReplaySource final : public SocketSource {
 public:
  explicit ReplaySource(std::vector<std::shared_ptr<const Sample>> samples)
      : samples_(std::move(samples)) {}

  Result<std::shared_ptr<const Sample>> sample(const SampleRequest&) override {
    if (next_ >= samples_.size()) return fail(ErrorKind::not_found, "the recording is over");
    return samples_[next_++];
  }

 private:
  std::vector<std::shared_ptr<const Sample>> samples_;
  std::size_t next_ = 0;
};

}  // namespace portexplorer::testing
