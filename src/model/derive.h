// Turns a Sample (what the kernel reported) into a Snapshot (what a person reads). Pure: reads no
// clock, file or global state, so live, recorded and test data give the same result.
#pragma once

#include <chrono>
#include <memory>

#include "model/snapshot.h"

namespace portexplorer {

struct DeriveOptions {
  // How long a change stays marked and a closed socket stays listed: for one refresh or for this
  // time, whichever is longer.
  std::chrono::milliseconds mark_duration{2000};
  PortNames port_names{};
  // False if the sockets are single events instead of the state of a machine at one moment. The
  // other end of a connection is then not searched for.
  bool whole_machine = true;
  // Names and places of remote addresses. Null if there are none; queried only when a field of the
  // Snapshot needs them.
  std::shared_ptr<AddressBook> addresses{};
};

// Returns the Snapshot of `current`, which must have passed combine(). `previous` is the Snapshot
// that was shown before, or null for the first one. The comparison with it yields the rates and the
// new, closing and short-lived rows; the result does not keep it alive. Any thread.
[[nodiscard]] std::shared_ptr<const Snapshot> derive(const Snapshot* previous,
                                                     std::shared_ptr<const Sample> current,
                                                     const DeriveOptions& options = {});

}  // namespace portexplorer
