#include "faces/cli/log_file.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/disposable.h"
#include "base/escape.h"
#include "collect/procfs/mount_table.h"
#include "faces/cli/output_file.h"

namespace portexplorer::cli {
namespace {

std::string reason_of(int errno_value) {
  const char* text = ::strerrordesc_np(errno_value);  // glibc 2.32
  return text == nullptr ? "unknown error" : text;
}

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

// Where the file is on a file system that may not answer, that is found out by a process that can
// be left behind.
Result<void> ask_server_of(const std::string& path) {
  std::error_code ignored;
  const auto waits = own_mounts()->waits_on_way(
      std::filesystem::absolute(path, ignored).lexically_normal().native());
  if (!waits) return {};
  const auto answer = run_disposable(
      [&] {
        struct stat status {};
        return std::to_string(::stat(path.c_str(), &status));
      },
      {}, *waits, std::chrono::seconds(2));
  if (answer) return {};
  return fail(ErrorKind::io, "\"" + escaped(path) + "\" cannot be written: " + answer.error().what);
}

}  // namespace

Result<LogFile> LogFile::open(LogFileOptions options, std::string heading,
                              std::function<void(std::string)> say) {
  TRY_VOID(ask_server_of(options.path));
  LogFile file(std::move(options), std::move(heading), std::move(say));
  TRY_VOID(file.begin_file(false));
  return file;
}

bool LogFile::may_go_on(int fd, std::chrono::milliseconds time) const {
  if (options_.wait) return options_.wait(fd, time);
  pollfd ready{fd, POLLOUT, 0};
  ::poll(&ready, 1, fd >= 0 ? -1 : static_cast<int>(time.count()));
  return true;
}

// A FIFO without a reader must not keep the program from ending.
Result<OutputFile> LogFile::open_path(bool fresh) {
  bool told = false;
  while (true) {
    auto file = open_output_file(options_.path, fresh);
    struct stat status {};
    const bool unread = !file && file.error().errno_value == ENXIO &&
                        ::stat(options_.path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
    if (!unread) return file;
    if (!std::exchange(told, true))
      say_("\"" + escaped(options_.path) +
           "\" is a FIFO that nobody reads yet; waiting for a reader");
    constexpr std::chrono::milliseconds kUntilNextTry{
        100};  // nothing wakes whoever waits for a reader
    if (!may_go_on(-1, kUntilNextTry))
      return fail(ErrorKind::unavailable,
                  "\"" + escaped(options_.path) + "\" had no reader until the end");
  }
}

// `fresh`: whatever stands at the path was put aside. What is told here is nobody's business but
// its reader's: 0600.
Result<void> LogFile::begin_file(bool fresh) {
  TRY(file, open_path(fresh));
  file_ = std::move(file.fd);
  size_ = file.size;
  if (!file.may_be_renamed) options_.max_bytes = UINT64_MAX;
  if (!file.warning.empty()) say_(file.warning);
  return {};
}

// Whole lines only: what a full disk has cut of the last one is taken back.
Result<void> LogFile::write_whole(std::string_view text, std::size_t* kept) {
  const auto lines_of = [&](std::size_t written) {
    const std::size_t last = written == 0 ? std::string_view::npos : text.rfind('\n', written - 1);
    return last == std::string_view::npos ? 0 : last + 1;
  };
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t n = ::write(file_.get(), rest.data(), rest.size());
    if (n > 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
    } else if (n < 0 && errno == EAGAIN) {
      if (!stopped_ && may_go_on(file_.get(), {})) continue;
      stopped_ = true;
      if (kept != nullptr) *kept = lines_of(text.size() - rest.size());
      return fail(ErrorKind::io, "its reader does not read");
    } else if (n == 0 || errno != EINTR) {
      const int error = n == 0 ? ENOSPC : errno;
      const std::size_t written = text.size() - rest.size();
      const std::size_t whole = kept == nullptr ? 0 : lines_of(written);
      const bool taken_back =
          written == whole || ::ftruncate(file_.get(), static_cast<off_t>(size_ + whole)) == 0;
      size_ += taken_back ? whole : written;
      if (kept != nullptr) *kept = whole;
      return fail(ErrorKind::io, reason_of(error));
    }
  }
  size_ += text.size();
  return {};
}

void LogFile::append(std::string_view lines) {
  while (!lines.empty()) {
    // As much as fits below the limit, but at least a line.
    const std::uint64_t used = std::max<std::uint64_t>(size_, heading_.size());
    const std::uint64_t room = options_.max_bytes - std::min(used, options_.max_bytes);
    std::size_t end = lines.size();
    if (end > room) {
      const std::size_t last = room == 0 ? std::string_view::npos : lines.rfind('\n', room - 1);
      end = (last == std::string_view::npos ? lines.find('\n') : last) + 1;
      const bool fits = end <= room;
      if (!fits && size_ > heading_.size()) {
        rotate();
        if (size_ <= heading_.size()) continue;
      }
    }
    append_piece(lines.substr(0, end));
    lines.remove_prefix(end);
  }
}

Result<void> LogFile::write_lines(std::string_view lines, std::size_t& kept) {
  if (size_ == 0) TRY_VOID(write_whole(heading_));
  if (untold_ > 0 && options_.gap) TRY_VOID(write_whole(options_.gap(untold_)));
  untold_ = 0;
  return write_whole(lines, &kept);
}

void LogFile::append_piece(std::string_view lines) {
  std::size_t kept = 0;
  if (const auto written = write_lines(lines, kept); !written) {
    fail_writing(lines.substr(kept), written.error());
    return;
  }
  if (missing_ > 0)
    say_("\"" + escaped(options_.path) + "\" is written again; " + std::to_string(missing_) +
         " lines were not");
  missing_ = 0;
}

void LogFile::rotate() {
  // Only those that are there: --max-files may be far more than that.
  std::uint64_t last = 1;
  while (last < options_.max_files && ::access(old_name(last).c_str(), F_OK) == 0 &&
         may_go_on(-1, {}))
    ++last;
  for (std::uint64_t number = last; number > 1; --number) {
    if (!may_go_on(-1, {})) return;  // nothing is lost: the next one goes on here
    std::rename(old_name(number - 1).c_str(), old_name(number).c_str());
  }
  if (std::rename(options_.path.c_str(), old_name(1).c_str()) != 0) {
    say_("\"" + escaped(options_.path) +
         "\" cannot be put aside and grows on: " + reason_of(errno));
    options_.max_bytes = UINT64_MAX;
    return;
  }
  UniqueFd old = std::move(file_);
  if (const auto begun = begin_file(true); begun) return;
  file_ = std::move(old);  // goes on in the old file, under its new name
  options_.max_bytes = UINT64_MAX;
  say_("\"" + escaped(options_.path) + "\" cannot be begun anew; writing goes on in \"" +
       escaped(old_name(1)) + "\"");
}

void LogFile::fail_writing(std::string_view lines, const Error& error) {
  if (missing_ == 0) {
    say_("\"" + escaped(options_.path) + "\" cannot be written: " + error.what +
         "; what happens meanwhile is counted, not kept");
  }
  for (std::uint64_t* count : {&missing_, &untold_, &unwritten_}) *count += count_lines(lines);
}

}  // namespace portexplorer::cli
