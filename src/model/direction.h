// Determines which end opened a connection: this one (outbound) or the other one (inbound).
#pragma once

#include <cstdint>
#include <optional>

#include "model/identity_index.h"
#include "model/sample.h"
#include "model/snapshot.h"

namespace portexplorer {

// Determines the direction of the sockets of one Sample, which must outlive this object. One thread
// at a time.
//
// What the kernel reports comes first: SocketFlag::active_open and passive_open, and the states
// SYN_SENT and SYN_RECV. If it reports nothing about this end, the other end may have it, provided
// that it is on this machine. If it reports nothing about either end, as in TIME_WAIT and in rows
// of /proc/net, the direction is unknown. A listener on the local port is no evidence, because
// programs also open connections from the port on which they listen.
//
// Unconnected UDP on a port outside the ephemeral range is listening. All other UDP is unknown,
// because UDP has no connection to open. A TCP socket connected to itself is also unknown.
class Directions {
 public:
  // `whole_machine`: false if the sockets are events. Two events with matching endpoints may belong
  // to different connections, so the other end is not searched for.
  explicit Directions(const Sample& sample, bool whole_machine = true)
      : sample_(sample), whole_machine_(whole_machine) {}

  [[nodiscard]] Direction of(const Socket&);
  // Returns true if the kernel reports the direction for this socket itself, so that no later
  // reading can provide a better answer.
  [[nodiscard]] static bool is_reported(const Socket&);

 private:
  [[nodiscard]] Direction by_other_end(const Socket&);
  [[nodiscard]] bool is_on_this_machine(const Socket&) const;
  [[nodiscard]] const Socket* other_end(const Socket&);

  const Sample& sample_;
  bool whole_machine_;
  std::optional<IndexTable> by_endpoints_;  // built on first use, which is rare
};

}  // namespace portexplorer
