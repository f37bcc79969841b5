// A machine made by hand: what every kind of row looks like, hostile names included.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "model/sample.h"

namespace portexplorer::testing {

using Samples = std::vector<std::shared_ptr<const Sample>>;

// "plain": a small tame machine. "hostile": names that try to break the output. "changing": several
// looks, of which the second has new and closing sockets and traffic. "many": some hundred rows.
// "huge": 300,000 rows. "blind": other users' sockets without owners. "empty": no sockets. Anything
// else: no samples, so that everything is refused.
[[nodiscard]] Samples make_scene(std::string_view name);

}  // namespace portexplorer::testing
