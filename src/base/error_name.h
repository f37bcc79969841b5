// Names of kernel errors, such as "ECONNREFUSED".
#pragma once

#include <string>

namespace portexplorer {

// Returns the name, or "error 1234" for a number without a name.
[[nodiscard]] std::string error_name(int errno_value);

}  // namespace portexplorer
