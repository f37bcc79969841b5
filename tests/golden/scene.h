// Simulated machines with every kind of row, including hostile names.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "model/sample.h"

namespace portexplorer::testing {

using Samples = std::vector<std::shared_ptr<const Sample>>;

// "plain": a small ordinary machine. "hostile": names that try to break the output. "changing":
// several readings, the second of which has new and closing sockets and traffic. "many": some
// hundred rows. "huge": 300,000 rows. "blind": sockets of other users without owners. "empty": no
// sockets. Any other name: no samples, so that every reading is refused.
[[nodiscard]] Samples make_scene(std::string_view name);

}  // namespace portexplorer::testing
