// A file that a log is written to: grows to a size, is then put aside, and outlives a disk that is
// full for a while. What is no regular file (a pipe, /dev/null) is never put aside.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"
#include "faces/cli/output_file.h"

namespace portexplorer::cli {

struct LogFileOptions {
  std::string path;
  std::uint64_t max_bytes = 100'000'000;
  std::uint64_t max_files = 5;  // PATH.1 (the newest) … PATH.max_files
  std::function<std::string(std::uint64_t lines)> gap =
      {};  // what is written where so many lines are missing
  // Waits until the descriptor accepts output or, for −1, for that time. False: the program is to
  // end instead. Without it, waits for ever.
  std::function<bool(int fd, std::chrono::milliseconds time)> wait = {};
};

// One thread at a time.
class LogFile {
 public:
  // `heading`: what each file begins with. `say`: gets a line when writing fails, and when it works
  // again. A FIFO is opened once it has a reader; unavailable: the program was to end before.
  static Result<LogFile> open(LogFileOptions options, std::string heading,
                              std::function<void(std::string)> say);

  // Appends whole lines; a file never begins or ends within one. Lines that cannot be written are
  // counted, not kept.
  void append(std::string_view lines);

  [[nodiscard]] std::uint64_t unwritten_lines() const { return unwritten_; }
  // Nothing more can be written, since the program is to end and the reader does not read.
  [[nodiscard]] bool is_stopped() const { return stopped_; }

 private:
  LogFile(LogFileOptions options, std::string heading, std::function<void(std::string)> say)
      : options_(std::move(options)), heading_(std::move(heading)), say_(std::move(say)) {}
  Result<void> begin_file(bool fresh);
  Result<OutputFile> open_path(bool fresh);
  [[nodiscard]] bool may_go_on(int fd, std::chrono::milliseconds time) const;
  // Writes all of the text, or as many of its lines as fit: `kept` is how many bytes of it those
  // are; without it none stay.
  Result<void> write_whole(std::string_view text, std::size_t* kept = nullptr);
  Result<void> write_lines(std::string_view lines, std::size_t& kept);
  void append_piece(std::string_view lines);
  void rotate();
  void fail_writing(std::string_view lines, const Error&);
  [[nodiscard]] std::string old_name(std::uint64_t number) const {
    return options_.path + '.' + std::to_string(number);
  }

  LogFileOptions options_;
  std::string heading_;
  std::function<void(std::string)> say_;
  UniqueFd file_;
  bool stopped_ = false;
  std::uint64_t size_ = 0;       // up to the last whole line
  std::uint64_t unwritten_ = 0;  // lines
  std::uint64_t missing_ = 0;    // of these, the ones since writing worked last
  std::uint64_t untold_ = 0;     // of these, the ones that the file does not tell of
};

}  // namespace portexplorer::cli
