// Keeps details of a socket's earlier events that its later events no longer have.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "model/event.h"

namespace portexplorer {

// Completes two kinds of events:
// - When a connect fails, the kernel clears the local address of the TCP socket before its close
//   can be seen.
// - MPTCP passes bind() on to a TCP socket, which was created later than the MPTCP socket.
class EventHistory {
 public:
  // Completes the events of a batch, which must follow those of the previous batch.
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
