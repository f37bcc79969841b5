// Writes to a file descriptor in large pieces and remembers the first failure. One thread at a time.
#pragma once

#include <string_view>

#include "faces/export/text_buffer.h"

namespace portexplorer::cli {

class Output {
 public:
  enum class State {
    good,
    closed,  // the reader went away (| head): not an error, just stop
    failed,  // the disk is full, the terminal is gone …
  };

  // Does not own `fd`. What was not flushed is lost when the Output goes.
  explicit Output(int fd) : fd_(fd) {}

  // Room to write at, as in TextBuffer; call done() after each piece of at most some kilobytes.
  [[nodiscard]] TextBuffer& buffer() { return buffer_; }
  void done() {
    if (buffer_.size() >= kPiece) flush();
  }
  void write(std::string_view text) {
    buffer_.append(text);
    done();
  }

  // Writes all that is buffered. After a failure it drops it. True while nothing failed.
  bool flush();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] int errno_value() const { return errno_; }

 private:
  static constexpr std::size_t kPiece = 256 * 1024;

  int fd_;
  int errno_ = 0;
  State state_ = State::good;
  TextBuffer buffer_;
};

}  // namespace portexplorer::cli
