// What libbpf would print, kept instead: nothing that is ours goes to standard error, and errors
// can say what libbpf said.
#pragma once

#include <string>

namespace portexplorer {

// While it lives, collects the warnings that libbpf makes on this thread. Outside of it libbpf is
// silent.
class LibbpfLog {
 public:
  LibbpfLog();
  LibbpfLog(const LibbpfLog&) = delete;
  LibbpfLog& operator=(const LibbpfLog&) = delete;
  ~LibbpfLog();

  // The first warning, one line without libbpf's prefix and escaped; empty if there was none. Later
  // ones follow from it.
  [[nodiscard]] std::string first_line() const;
  void append(const char* text);

 private:
  std::string text_;
  LibbpfLog* outer_;
};

}  // namespace portexplorer
