#include "faces/cli/screen.h"

#include <unistd.h>

#include <string>
#include <utility>

namespace portexplorer::cli {
namespace {

constexpr std::string_view kTake =
    "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";  // alternate screen, no cursor, no wrapping
constexpr std::string_view kRelease = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
// Synchronized output: terminals that support it draw the frame in one step; others ignore it.
constexpr std::string_view kBeginFrame = "\x1b[?2026h";
constexpr std::string_view kEndFrame = "\x1b[?2026l";
constexpr std::string_view kClearLine = "\x1b[K";
constexpr std::string_view kClearBelow = "\x1b[J";

std::string to_line(std::size_t index) { return "\x1b[" + std::to_string(index + 1) + ";1H"; }

}  // namespace

Screen::Screen(int in, int out, Output::Wait wait) : in_(in), out_(out, std::move(wait)) {}

bool Screen::take() {
  has_keys_ = ::tcgetattr(in_, &before_) == 0;
  if (has_keys_) {
    termios keys = before_;
    keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    ::tcsetattr(in_, TCSANOW, &keys);
  }
  taken_ = true;
  is_blank_ = true;
  shown_.clear();
  out_.write(kTake);
  return out_.flush();
}

void Screen::release() {
  if (!taken_) return;
  taken_ = false;
  if (out_.state() == Output::State::good) {
    out_.write(kRelease);
    out_.flush();
  } else {
    out_.write_or_skip(kRelease);
  }
  if (!has_keys_) return;
  // Not TCSAFLUSH, which waits for the output: the terminal may be stopped.
  ::tcflush(in_, TCIFLUSH);
  ::tcsetattr(in_, TCSANOW, &before_);
}

bool Screen::show(std::vector<std::string> lines) {
  std::string frame;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool same = i < shown_.size() ? shown_[i] == lines[i] : is_blank_ && lines[i].empty();
    if (same) continue;
    frame += to_line(i);
    frame += lines[i];
    frame += kClearLine;
  }
  if (shown_.size() > lines.size() || !is_blank_) {
    frame += to_line(lines.size());
    frame += kClearBelow;
  }
  is_blank_ = true;
  shown_ = std::move(lines);
  if (frame.empty()) return true;
  out_.write(kBeginFrame);
  out_.write(frame);
  out_.write(kEndFrame);
  return out_.flush();
}

}  // namespace portexplorer::cli
