// Captures libbpf's messages. Nothing of them is written to standard error, and errors can quote
// libbpf.
#pragma once

#include <string>

namespace portexplorer {

// While an instance exists, collects libbpf's warnings on this thread. Otherwise libbpf is silent.
class LibbpfLog {
 public:
  LibbpfLog();
  LibbpfLog(const LibbpfLog&) = delete;
  LibbpfLog& operator=(const LibbpfLog&) = delete;
  ~LibbpfLog();

  // Returns the first warning as one escaped line without libbpf's prefix; empty if there was none.
  // Later warnings are consequences of the first.
  [[nodiscard]] std::string first_line() const;
  void append(const char* text);

 private:
  std::string text_;
  LibbpfLog* outer_;
};

}  // namespace portexplorer
