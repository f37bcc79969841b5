// Buffered output to a file descriptor; keeps the first failure. One thread at a time.
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
    closed,   // the reader closed the pipe (| head): not an error
    failed,   // such as a full disk or a closed terminal
    stopped,  // the reader did not read, and the program is to end
  };

  // Waits until the descriptor accepts output. Returns false if the program is to end instead.
  using Wait = std::function<bool(int fd)>;

  // Does not own `fd`. Does not flush on destruction. With `wait`, a reader that does not read
  // blocks only that function, never write(2): for callers that have blocked the signals which end
  // the program.
  explicit Output(int fd, Wait wait = {}) : fd_(fd), wait_(std::move(wait)) {}

  // For writing in place, see TextBuffer. Call done() after every few kilobytes.
  [[nodiscard]] TextBuffer& buffer() { return buffer_; }
  void done() {
    if (buffer_.size() >= kPiece) flush();
  }
  void write(std::string_view text) {
    buffer_.append(text);
    done();
  }

  // Writes immediately, bypassing the buffer, or not at all if that would block. Works after a
  // failure too.
  void write_or_skip(std::string_view text) const;

  // Writes the buffer; after a failure, drops it. Returns true unless something has failed.
  bool flush();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] int errno_value() const { return errno_; }
  // The number of lines that were dropped because the program is to end.
  [[nodiscard]] std::uint64_t dropped_lines() const { return dropped_lines_; }

 private:
  static constexpr std::size_t kPiece = 256 * 1024;

  enum class Way { unknown, plain, at_once, by_pieces };

  void find_way();
  [[nodiscard]] ssize_t write_some(std::string_view text);

  int fd_;
  Wait wait_;
  Way way_ = Way::unknown;
  std::size_t piece_ = 0;  // bytes that POLLOUT guarantees room for
  std::uint64_t dropped_lines_ = 0;
  int errno_ = 0;
  State state_ = State::good;
  TextBuffer buffer_;
};

}  // namespace portexplorer::cli
