// System calls for tests: a failure throws a sentence, which GoogleTest reports.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/unique_fd.h"

namespace portexplorer::fixture {

// Longer than any operation takes on a slow machine with a sanitizer. Exceeding it fails the test.
constexpr std::chrono::seconds kDeadline{60};

[[noreturn]] void fail_now(const std::string& what);
[[noreturn]] void fail_with_errno(const std::string& what);

// Returns `result` unless it is negative; otherwise throws `what` and errno.
template <typename Integer>
Integer check(Integer result, const char* what) {
  if (result < 0) fail_with_errno(what);
  return result;
}

// Polls until `condition` is true, or throws after kDeadline. For conditions without an event.
void await(const std::function<bool()>& condition, const std::string& what);

std::string read_file(const std::string& path);

// Returns whether the kernel's release is at least this version.
bool is_kernel_at_least(int major, int minor);

}  // namespace portexplorer::fixture
