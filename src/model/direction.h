// Who opened a connection: this end (outbound) or the other one (inbound).
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>

#include "model/identity_index.h"
#include "model/sample.h"
#include "model/snapshot.h"

namespace portexplorer {

// Answers for the sockets of one Sample, which must outlive it. What the kernel reports comes first: SocketFlag::active_open
// and passive_open, and the states SYN_SENT and SYN_RECV. Where it reports nothing of this end, it may of the other end, if that
// is on this machine. Where it reports nothing of both, as in TIME_WAIT and in rows of /proc/net, a listener on the local port
// says inbound, unless one listens at the other end too. Unconnected UDP with a port outside the range from which the kernel chooses
// is listening. Everything else is unknown, and so is UDP otherwise, where nobody opens
// anything, and a TCP socket that is connected to itself.
class Directions {
 public:
  // `whole_machine`: false if the sockets are events, where a listener among them says nothing about the others.
  explicit Directions(const Sample& sample, bool whole_machine = true) : sample_(sample), whole_machine_(whole_machine) {}

  [[nodiscard]] Direction of(const Socket&);
  // True if the kernel reports it of the socket itself, so that no later reading can know better.
  [[nodiscard]] static bool is_reported(const Socket&);

 private:
  [[nodiscard]] Direction inferred(const Socket&);
  [[nodiscard]] bool has_listener(NetnsId, const Socket&, bool remote);
  [[nodiscard]] bool is_on_this_machine(const Socket&) const;
  [[nodiscard]] const Socket* other_end(const Socket&);

  const Sample& sample_;
  bool whole_machine_;
  // Both are made when they are first needed, which is rare.
  std::optional<std::unordered_set<std::uint64_t>> listeners_;
  std::optional<IndexTable> by_endpoints_;
};

}  // namespace portexplorer
