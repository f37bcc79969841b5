// The terminal as a screen: taken over by take(), given back as it was by release(), whatever ends
// the program in between.
#pragma once

#include <termios.h>

#include <string>
#include <string_view>
#include <vector>

#include "faces/cli/output.h"

namespace portexplorer::cli {

// One thread at a time.
class Screen {
 public:
  // `in` may be no terminal; then there are no keys.
  Screen(int in, int out, Output::Wait wait = {});
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen() { release(); }

  // Alternate screen, no cursor, keys without Enter and without echo. Ctrl+C and Ctrl+Z still send
  // their signals.
  bool take();
  void release();

  // Shows these lines from the top; only lines that differ from the last time are sent, in one
  // write. Each line must fit the terminal's width. False if the terminal is gone.
  bool show(std::vector<std::string> lines);
  // The terminal's content is not what it was (it was resized): the next show() sends everything.
  void forget() {
    shown_.clear();
    is_blank_ = false;
  }

 private:
  int in_;
  Output out_;
  termios before_{};
  bool has_keys_ = false;
  bool taken_ = false;
  bool is_blank_ = false;  // nothing is on the screen that show() did not put there
  std::vector<std::string> shown_;
};

}  // namespace portexplorer::cli
