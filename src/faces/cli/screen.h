// Full-screen use of the terminal. take() enters it; release() restores the previous state.
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
  // Without keys if `in` is not a terminal.
  Screen(int in, int out, Output::Wait wait = {});
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  ~Screen() { release(); }

  // Enters the alternate screen, hides the cursor, and turns off line input and echo. Ctrl+C and
  // Ctrl+Z still send their signals. Returns false if the terminal is gone.
  bool take();
  void release();

  // Shows these lines from the top. Only lines that have changed are sent, in one write. Each must
  // fit the width of the terminal. Returns false if the terminal is gone.
  bool show(std::vector<std::string> lines);
  // Makes the next show() send everything: the content was changed by a resize.
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
  bool is_blank_ = false;  // the screen has only what show() wrote
  std::vector<std::string> shown_;
};

}  // namespace portexplorer::cli
