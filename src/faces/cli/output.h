// Writes to a file descriptor in large pieces and remembers the first failure. One thread at a
// time.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "faces/export/text_buffer.h"

namespace portexplorer::cli {

class Output {
 public:
  enum class State {
    good,
    closed,   // the reader went away (| head): not an error, just stop
    failed,   // the disk is full, the terminal is gone …
    stopped,  // its reader did not read, and the program is to end
  };

  // Waits until the descriptor accepts output; false: the program is to end instead.
  using Wait = std::function<bool(int fd)>;

  // Does not own `fd`. What was not flushed is lost when the Output goes. With `wait`, a reader
  // that does not read holds up nothing but that call: for those who have blocked the signals that
  // would end the program.
  explicit Output(int fd, Wait wait = {}) : fd_(fd), wait_(std::move(wait)) {}

  // Room to write at, as in TextBuffer; call done() after each piece of at most some kilobytes.
  [[nodiscard]] TextBuffer& buffer() { return buffer_; }
  void done() {
    if (buffer_.size() >= kPiece) flush();
  }
  void write(std::string_view text) {
    buffer_.append(text);
    done();
  }

  // Writes at once, or not at all if that would have to wait; also after a failure. What is
  // buffered is left alone.
  void write_or_skip(std::string_view text) const;

  // Writes all that is buffered. After a failure it drops it. True while nothing failed.
  bool flush();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] int errno_value() const { return errno_; }
  // Lines that were dropped because the program was to end.
  [[nodiscard]] std::uint64_t dropped_lines() const { return dropped_lines_; }

 private:
  static constexpr std::size_t kPiece = 256 * 1024;

  enum class Way { unknown, plain, at_once, by_pieces };

  void find_way();
  [[nodiscard]] ssize_t write_some(std::string_view text);

  int fd_;
  Wait wait_;
  Way way_ = Way::unknown;
  std::size_t piece_ = 0;  // that poll() promises room for
  std::uint64_t dropped_lines_ = 0;
  int errno_ = 0;
  State state_ = State::good;
  TextBuffer buffer_;
};

}  // namespace portexplorer::cli
