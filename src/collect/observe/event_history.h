// What later events of a socket no longer have, kept from its earlier ones.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "model/event.h"

namespace portexplorer {

// - The kernel takes its local address from a TCP socket whose connect has failed, before anybody
// sees it close.
// - MPTCP passes bind() on to a TCP socket of its own, which was not created when the MPTCP socket
// was.
class EventHistory {
 public:
  // Completes the events of a batch, which has those that follow the previous batch's.
  void complete(EventBatch& batch);

 private:
  struct Address {
    Family family;
    IpAddress address;
    std::uint32_t port;
  };
  void note_connect(const SocketEvent&);
  void complete_close(SocketEvent&);

  std::unordered_map<std::uint64_t, Address>
      failed_;  // local ends of TCP sockets whose last connect failed, by cookie
  std::unordered_map<std::uint64_t, Timestamp>
      mptcp_;  // creation times of MPTCP sockets that have not been closed
};

}  // namespace portexplorer
