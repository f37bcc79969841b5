#include "collect/ebpf/loader/libbpf_log.h"

#include <bpf/libbpf.h>

#include <array>
#include <cstdarg>
#include <cstdio>
#include <string_view>

#include "base/escape.h"

namespace portexplorer {
namespace {

// libbpf's callback has no context argument, so the log in use is a property of the thread.
thread_local LibbpfLog* listener = nullptr;

int take_text(libbpf_print_level level, const char* format, va_list arguments) {
  if (listener == nullptr || level != LIBBPF_WARN) return 0;
  std::array<char, 512> line{};
  const int length = std::vsnprintf(line.data(), line.size(), format, arguments);
  if (length > 0) listener->append(line.data());
  return length;
}

}  // namespace

LibbpfLog::LibbpfLog() : outer_(listener) {
  listener = this;
  libbpf_set_print(&take_text);
}

LibbpfLog::~LibbpfLog() { listener = outer_; }

void LibbpfLog::append(const char* text) {
  constexpr std::size_t kEnough = 4096;
  if (text_.size() < kEnough) text_ += text;
}

std::string LibbpfLog::first_line() const {
  constexpr std::string_view kPrefix = "libbpf: ";
  std::string_view line(text_);
  line = line.substr(0, line.find('\n'));
  if (line.starts_with(kPrefix)) line.remove_prefix(kPrefix.size());
  return escaped(line);
}

}  // namespace portexplorer
