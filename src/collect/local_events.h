// The log of this machine: the events that the kernel's own programs tell, with what /proc says of
// their processes.
#pragma once

#include <memory>

#include "model/event.h"

namespace portexplorer {

// not_permitted and not_supported say what is missing.
[[nodiscard]] Result<std::unique_ptr<EventStream>> make_local_events(const EventRequest& request);

}  // namespace portexplorer
