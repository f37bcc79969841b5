// The source of the datagrams of a netlink conversation: the kernel or, in tests, a recording.
#pragma once

#include <cstdint>
#include <memory>

#include "base/result.h"
#include "base/unique_fd.h"
#include "collect/netlink/message.h"

namespace portexplorer {

struct Datagram {
  Bytes bytes;               // valid until the next receive()
  bool truncated = false;    // longer than the buffer; the rest is lost
  std::uint32_t sender = 0;  // netlink port id; 0 is the kernel
};

// Not thread-safe.
class NetlinkChannel {
 public:
  NetlinkChannel() = default;
  virtual ~NetlinkChannel() = default;
  NetlinkChannel(const NetlinkChannel&) = delete;
  NetlinkChannel& operator=(const NetlinkChannel&) = delete;

  // Returns a number that no earlier request of this socket used, so that late answers to those can
  // be recognized.
  virtual std::uint32_t next_sequence() = 0;
  virtual Result<void> send(Bytes request) = 0;
  // Waits for a datagram. errno ENOBUFS: the kernel dropped some; unavailable: none arrived before
  // the timeout.
  virtual Result<Datagram> receive() = 0;
};

// Opens a netlink socket in the network namespace of the calling thread, with a receive timeout.
// `protocol`: NETLINK_….
Result<UniqueFd> open_netlink_socket(int protocol);

// A channel over an open netlink socket, which the caller owns.
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
