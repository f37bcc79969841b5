// The event log of this machine: the events that BPF programs report, with the facts about their
// processes from /proc.
#pragma once

#include <memory>

#include "model/event.h"

namespace portexplorer {

// not_permitted and not_supported name what is missing.
[[nodiscard]] Result<std::unique_ptr<EventStream>> make_local_events(const EventRequest& request);

}  // namespace portexplorer
