#include "support/posix_check.h"

#include <poll.h>
#include <sys/utsname.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/text_file.h"

namespace portexplorer::fixture {

void fail_now(const std::string& what) { throw std::runtime_error(what); }
void fail_with_errno(const std::string& what) { fail_now(what + ": " + std::strerror(errno)); }

void await(const std::function<bool()>& condition, const std::string& what) {
  const auto end = std::chrono::steady_clock::now() + kDeadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) fail_now("waited in vain for: " + what);
    poll(nullptr, 0, 1);
  }
}

std::string read_file(const std::string& path) {
  auto text = read_text_file(path);
  if (!text) fail_now("cannot read " + path);
  return *std::move(text);
}

bool is_kernel_at_least(int major, int minor) {
  utsname names{};
  check(::uname(&names), "uname");
  int own_major = 0;
  int own_minor = 0;
  if (std::sscanf(names.release, "%d.%d", &own_major, &own_minor) != 2)
    fail_now(std::string("a release without a version: ") + names.release);
  return std::pair(own_major, own_minor) >= std::pair(major, minor);
}

}  // namespace portexplorer::fixture
