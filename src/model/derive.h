// From what the kernel said to what a person reads. Pure: the same for live, recorded and test
// data.
#pragma once

#include <chrono>
#include <memory>

#include "model/snapshot.h"

namespace portexplorer {

struct DeriveOptions {
  // A change stays marked, and a closed socket stays shown, for one refresh or this long, whichever
  // is longer.
  std::chrono::milliseconds mark_duration{2000};
  PortNames port_names{};
  bool whole_machine =
      true;  // false: the sockets are single events, not what the machine has at one moment
  std::shared_ptr<AddressBook>
      addresses{};  // null: nobody knows; asked only if a field of the Snapshot wants it
};

// `previous` is the Snapshot shown before (null for the first): it gives rates and what is new or
// closing. `current` must have passed combine().
[[nodiscard]] std::shared_ptr<const Snapshot> derive(const Snapshot* previous,
                                                     std::shared_ptr<const Sample> current,
                                                     const DeriveOptions& options = {});

}  // namespace portexplorer
