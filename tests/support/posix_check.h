// Calls into the system from tests: what fails throws with a sentence, and GoogleTest reports it.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/unique_fd.h"

namespace portexplorer::fixture {

// Longer than anything takes on a slow machine under a sanitizer; reaching it fails the test.
constexpr std::chrono::seconds kDeadline{60};

[[noreturn]] void fail_now(const std::string& what);
[[noreturn]] void fail_with_errno(const std::string& what);

// `result` if it is not negative; otherwise throws what and errno.
template <typename Integer>
Integer check(Integer result, const char* what) {
  if (result < 0) fail_with_errno(what);
  return result;
}

// For what gives no event: asks again until `condition` holds, or throws after kDeadline.
void await(const std::function<bool()>& condition, const std::string& what);

std::string read_file(const std::string& path);

// Whether this kernel's release is that version or a later one.
bool is_kernel_at_least(int major, int minor);

}  // namespace portexplorer::fixture
