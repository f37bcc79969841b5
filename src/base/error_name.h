// The name of an error of the kernel, such as "ECONNREFUSED".
#pragma once

#include <string>

namespace portexplorer {

// "error 1234" for a number that has no name here.
[[nodiscard]] std::string error_name(int errno_value);

}  // namespace portexplorer
