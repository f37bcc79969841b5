// The file of --output: rotated at a maximum size, and still usable after the disk was full for a
// while. Only regular files are rotated, not pipes or devices.
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
  // Returns the text to write where so many lines are missing.
  std::function<std::string(std::uint64_t lines)> gap = {};
  // Waits until the descriptor accepts output or, for −1, for that time. Returns false if the
  // program is to end instead. Without it, LogFile waits forever.
  std::function<bool(int fd, std::chrono::milliseconds time)> wait = {};
};

// One thread at a time.
class LogFile {
 public:
  // `heading`: the start of each file. `say` is called with a line when writing fails, and when it
  // works again. Waits until a FIFO has a reader; the error is `unavailable` if the program is to
  // end first.
  static Result<LogFile> open(LogFileOptions options, std::string heading,
                              std::function<void(std::string)> say);

  // Appends whole lines; a file never begins or ends within a line. Lines that cannot be written
  // are dropped and counted.
  void append(std::string_view lines);

  [[nodiscard]] std::uint64_t unwritten_lines() const { return unwritten_; }
  // The program is to end and the reader does not read, so nothing more is written.
  [[nodiscard]] bool is_stopped() const { return stopped_; }

 private:
  LogFile(LogFileOptions options, std::string heading, std::function<void(std::string)> say)
      : options_(std::move(options)), heading_(std::move(heading)), say_(std::move(say)) {}
  Result<void> begin_file(bool fresh);
  Result<OutputFile> open_path(bool fresh);
  [[nodiscard]] bool may_go_on(int fd, std::chrono::milliseconds time) const;
  // Writes all of the text. On failure, only its whole lines that fit stay in the file, and `kept`
  // is their size; without `kept`, none stay.
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
  std::uint64_t size_ = 0;       // bytes up to the end of the last whole line
  std::uint64_t unwritten_ = 0;  // lines dropped in all
  std::uint64_t missing_ = 0;    // of these, the lines since the last successful write
  std::uint64_t untold_ = 0;     // of these, the lines without a gap entry in the file
};

}  // namespace portexplorer::cli
