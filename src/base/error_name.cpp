#include "base/error_name.h"

#include <cstring>

namespace portexplorer {

std::string error_name(int errno_value) {
  const char* name = ::strerrorname_np(errno_value);  // glibc 2.32
  return name == nullptr ? "error " + std::to_string(errno_value) : name;
}

}  // namespace portexplorer
