#include "faces/cli/log_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/escape.h"
#include "faces/cli/output_file.h"

namespace portexplorer::cli {
namespace {

std::string reason_of(int errno_value) {
  const char* text = ::strerrordesc_np(errno_value);  // glibc 2.32
  return text == nullptr ? "unknown error" : text;
}

std::uint64_t count_lines(std::string_view text) { return static_cast<std::uint64_t>(std::ranges::count(text, '\n')); }

}  // namespace

Result<LogFile> LogFile::open(LogFileOptions options, std::string heading, std::function<void(std::string)> say) {
  LogFile file(std::move(options), std::move(heading), std::move(say));
  TRY_VOID(file.begin_file(false));
  return file;
}

// `fresh`: whatever stands at the path was put aside. What is told here is nobody's business but its reader's: 0600.
Result<void> LogFile::begin_file(bool fresh) {
  TRY(file, open_output_file(options_.path, fresh));
  file_ = std::move(file.fd);
  size_ = file.size;
  if (!file.may_be_renamed) options_.max_bytes = UINT64_MAX;
  if (!file.warning.empty()) say_(file.warning);
  return {};
}

// All or nothing: what a full disk has cut is taken back.
Result<void> LogFile::write_whole(std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t n = ::write(file_.get(), rest.data(), rest.size());
    if (n > 0) {
      rest.remove_prefix(static_cast<std::size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      const int error = n == 0 ? ENOSPC : errno;
      const bool taken_back = rest.size() == text.size() || ::ftruncate(file_.get(), static_cast<off_t>(size_)) == 0;
      if (!taken_back) size_ += text.size() - rest.size();
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

Result<void> LogFile::write_lines(std::string_view lines) {
  if (size_ == 0) TRY_VOID(write_whole(heading_));
  if (untold_ > 0 && options_.gap) TRY_VOID(write_whole(options_.gap(untold_)));
  untold_ = 0;
  return write_whole(lines);
}

void LogFile::append_piece(std::string_view lines) {
  if (const auto written = write_lines(lines); !written) {
    fail_writing(lines, written.error());
    return;
  }
  if (missing_ > 0) say_("\"" + escaped(options_.path) + "\" is written again; " + std::to_string(missing_) + " lines were not");
  missing_ = 0;
}

void LogFile::rotate() {
  for (std::uint64_t number = options_.keep; number > 1; --number) std::rename(old_name(number - 1).c_str(), old_name(number).c_str());
  if (std::rename(options_.path.c_str(), old_name(1).c_str()) != 0) {
    say_("\"" + escaped(options_.path) + "\" cannot be put aside and grows on: " + reason_of(errno));
    options_.max_bytes = UINT64_MAX;
    return;
  }
  UniqueFd old = std::move(file_);
  if (const auto begun = begin_file(true); begun) return;
  file_ = std::move(old);  // goes on in the old file, under its new name
  options_.max_bytes = UINT64_MAX;
  say_("\"" + escaped(options_.path) + "\" cannot be begun anew; writing goes on in \"" + escaped(old_name(1)) + "\"");
}

void LogFile::fail_writing(std::string_view lines, const Error& error) {
  if (missing_ == 0) {
    say_("\"" + escaped(options_.path) + "\" cannot be written: " + error.what + "; what happens meanwhile is counted, not kept");
  }
  for (std::uint64_t* count : {&missing_, &untold_, &unwritten_}) *count += count_lines(lines);
}

}  // namespace portexplorer::cli
