// Where the datagrams of a netlink conversation come from: the kernel, or in tests a recording.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"
#include "collect/netlink/message.h"

namespace portexplorer {

struct Datagram {
  Bytes bytes;               // valid until the next receive()
  bool truncated = false;    // longer than what could be taken; the rest is lost
  std::uint32_t sender = 0;  // netlink port id; 0 is the kernel
};

// One thread at a time.
class NetlinkChannel {
 public:
  NetlinkChannel() = default;
  virtual ~NetlinkChannel() = default;
  NetlinkChannel(const NetlinkChannel&) = delete;
  NetlinkChannel& operator=(const NetlinkChannel&) = delete;

  // A number that no earlier request of this socket had, so that answers to those are known for
  // what they are.
  virtual std::uint32_t next_sequence() = 0;
  virtual Result<void> send(Bytes request) = 0;
  // Waits for a datagram. An error with errno ENOBUFS: the kernel dropped some; unavailable: none
  // came in time.
  virtual Result<Datagram> receive() = 0;
};

// A netlink socket of the calling thread's network namespace, with a time limit on receiving.
// `protocol`: NETLINK_….
Result<UniqueFd> open_netlink_socket(int protocol);

// A channel over an open netlink socket, which stays the caller's.
class SocketChannel : public NetlinkChannel {
 public:
  explicit SocketChannel(int fd);

  std::uint32_t next_sequence() override { return sequence_++; }
  Result<void> send(Bytes request) override;
  Result<Datagram> receive() override;

 private:
  int fd_;
  std::uint32_t sequence_;
  std::size_t capacity_;
  std::unique_ptr<std::byte[]> buffer_;
};

}  // namespace portexplorer
