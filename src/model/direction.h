// Who opened a connection: this end (outbound) or the other one (inbound).
#pragma once

#include <cstdint>
#include <optional>

#include "model/identity_index.h"
#include "model/sample.h"
#include "model/snapshot.h"

namespace portexplorer {

// Answers for the sockets of one Sample, which must outlive it. What the kernel reports comes
// first: SocketFlag::active_open and passive_open, and the states SYN_SENT and SYN_RECV. Where it
// reports nothing of this end, it may of the other end, if that is on this machine. Where it
// reports nothing of both, as in TIME_WAIT and in rows of /proc/net, the direction is unknown: a
// listener on the local port is no evidence, because programs also call from the port on which they
// listen. Unconnected UDP with a port outside the range from which the kernel chooses is listening.
// All other UDP is unknown, because nobody opens anything, and so is a TCP socket that is connected
// to itself.
class Directions {
 public:
  // `whole_machine`: false if the sockets are events: two with the same endpoints may be of
  // different connections.
  explicit Directions(const Sample& sample, bool whole_machine = true)
      : sample_(sample), whole_machine_(whole_machine) {}

  [[nodiscard]] Direction of(const Socket&);
  // True if the kernel reports it of the socket itself, so that no later reading can know better.
  [[nodiscard]] static bool is_reported(const Socket&);

 private:
  [[nodiscard]] Direction by_other_end(const Socket&);
  [[nodiscard]] bool is_on_this_machine(const Socket&) const;
  [[nodiscard]] const Socket* other_end(const Socket&);

  const Sample& sample_;
  bool whole_machine_;
  std::optional<IndexTable> by_endpoints_;  // made when it is first needed, which is rare
};

}  // namespace portexplorer
