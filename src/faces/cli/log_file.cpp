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
#include "collect/procfs/mount_table.h"
#include "faces/cli/in_quotes.h"
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

// Checks a file system that may hang, such as NFS, from a child process, which can be abandoned.
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
  return fail(ErrorKind::io, "cannot write to " + in_quotes(path) + ": " + answer.error().what);
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

// Polls a FIFO without a reader, since a blocking open could not be ended by a signal.
Result<OutputFile> LogFile::open_path(bool fresh) {
  bool told = false;
  while (true) {
    auto file = open_output_file(options_.path, fresh);
    struct stat status {};
    const bool unread = !file && file.error().errno_value == ENXIO &&
                        ::stat(options_.path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
    if (!unread) return file;
    if (!std::exchange(told, true))
      say_(in_quotes(options_.path) + " is a FIFO without a reader; waiting for one");
    constexpr std::chrono::milliseconds kUntilNextTry{100};  // the kernel reports no new reader
    if (!may_go_on(-1, kUntilNextTry))
      return fail(ErrorKind::unavailable,
                  "the FIFO " + in_quotes(options_.path) + " never had a reader");
  }
}

// `fresh`: the path must not exist, since the previous file was rotated.
Result<void> LogFile::begin_file(bool fresh) {
  TRY(file, open_path(fresh));
  file_ = std::move(file.fd);
  size_ = file.size;
  if (!file.may_be_renamed) options_.max_bytes = UINT64_MAX;
  if (!file.warning.empty()) say_(file.warning);
  return {};
}

// Truncates the file after its last whole line if a full disk cut the text.
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
      return fail(ErrorKind::io, "the reader does not read");
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
    // Write as much as fits below the limit, but at least one line.
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
    say_(in_quotes(options_.path) + " can be written again; " + std::to_string(missing_) +
         (missing_ == 1 ? " line is missing" : " lines are missing"));
  missing_ = 0;
}

void LogFile::rotate() {
  // Rename only files that exist: --max-files may be far larger.
  std::uint64_t last = 1;
  while (last < options_.max_files && ::access(old_name(last).c_str(), F_OK) == 0 &&
         may_go_on(-1, {}))
    ++last;
  for (std::uint64_t number = last; number > 1; --number) {
    if (!may_go_on(-1, {})) return;  // nothing is lost: the next rotation resumes here
    std::rename(old_name(number - 1).c_str(), old_name(number).c_str());
  }
  if (std::rename(options_.path.c_str(), old_name(1).c_str()) != 0) {
    say_("cannot rotate " + in_quotes(options_.path) +
         ", which keeps growing: " + reason_of(errno));
    options_.max_bytes = UINT64_MAX;
    return;
  }
  UniqueFd old = std::move(file_);
  if (const auto begun = begin_file(true); begun) return;
  file_ = std::move(old);  // keep writing to the old file, under its new name
  options_.max_bytes = UINT64_MAX;
  say_("cannot create a new " + in_quotes(options_.path) + "; still writing to " +
       in_quotes(old_name(1)));
}

void LogFile::fail_writing(std::string_view lines, const Error& error) {
  if (missing_ == 0) {
    say_("cannot write to " + in_quotes(options_.path) + ": " + error.what +
         "; lines are dropped and counted until this works again");
  }
  for (std::uint64_t* count : {&missing_, &untold_, &unwritten_}) *count += count_lines(lines);
}

}  // namespace portexplorer::cli
