// Advice for a reader that lacks a privilege.
#pragma once

#include "base/words.h"

namespace portexplorer {

// What would give more rights: root, or for root itself the capabilities that it lacks. A sentence.
[[nodiscard]] Text how_to_get_privilege();

}  // namespace portexplorer
