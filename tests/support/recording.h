// Samples as lines of text: taken from a real machine once (record_samples), played to tests ever
// after.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/socket_source.h"

namespace portexplorer::testing {

// One line, without its end. What tests of faces do not look at is left out: coverage, losses, what
// classes are judged by.
[[nodiscard]] std::string recorded(const Sample&);

// malformed: where in which line. The file's name is for messages.
[[nodiscard]] Result<std::vector<std::shared_ptr<const Sample>>> read_recording(
    const std::string& path);

// Plays a recording: its samples one after the other, then says that it is over.
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
