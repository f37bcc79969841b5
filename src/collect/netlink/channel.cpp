#include "collect/netlink/channel.h"

#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <chrono>

namespace portexplorer {
namespace {

// A dump's datagram is as long as the previous receive buffer, but at most 32 KiB
// (net/netlink/af_netlink.c, netlink_recvmsg). A single message that needs more gets a larger
// datagram, so this leaves room to spare. A larger buffer gains nothing.
constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kLargestBuffer = 16 * 1024 * 1024;

constexpr int kReceiveBufferBytes = 1024 * 1024;

// The kernel prepares each part of a dump before it hands out the previous one, so after a silence
// of this length no more parts will come.
constexpr timeval kReceiveTimeout{5, 0};

std::uint32_t starting_sequence() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<std::uint32_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

}  // namespace

Result<UniqueFd> open_netlink_socket(int protocol) {
  UniqueFd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
  if (!fd) return fail_errno(errno, "the kernel refuses a netlink socket");
  // Without the privilege, the limit net.core.rmem_max applies. It is large enough: only one
  // datagram is queued at a time.
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBufferBytes,
                   sizeof kReceiveBufferBytes) != 0) {
    (void)::setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBufferBytes,
                       sizeof kReceiveBufferBytes);
  }
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kReceiveTimeout, sizeof kReceiveTimeout) !=
      0) {
    return fail_errno(errno, "the timeout of a netlink socket cannot be set");
  }
  return fd;
}

SocketChannel::SocketChannel(int fd)
    : fd_(fd),
      sequence_(starting_sequence()),
      capacity_(kBufferBytes),
      buffer_(std::make_unique_for_overwrite<std::byte[]>(capacity_)) {}

Result<void> SocketChannel::send(Bytes request) {
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  while (::sendto(fd_, request.data(), request.size(), 0,
                  reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) < 0) {
    if (errno == EINTR) continue;
    if (errno == EBUSY)
      return fail(ErrorKind::unavailable, "an earlier netlink request is still being answered",
                  EBUSY);
    return fail_errno(errno, "the kernel refuses the netlink request");
  }
  return {};
}

Result<Datagram> SocketChannel::receive() {
  sockaddr_nl sender{};
  iovec part{buffer_.get(), capacity_};
  msghdr message{};
  message.msg_name = &sender;
  message.msg_namelen = sizeof sender;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  ssize_t length = 0;
  do {
    length = ::recvmsg(fd_, &message,
                       MSG_TRUNC);  // returns the true length, even of a truncated datagram
  } while (length < 0 && errno == EINTR);
  if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    return fail(ErrorKind::unavailable, "the kernel stopped answering on a netlink socket", errno);
  }
  if (length < 0) return fail_errno(errno, "a netlink socket cannot be read");
  const auto size = static_cast<std::size_t>(length);
  if (size > capacity_ && size <= kLargestBuffer) {  // makes room for the next one of this size
    const std::size_t taken = capacity_;
    auto larger = std::make_unique_for_overwrite<std::byte[]>(size);
    std::memcpy(larger.get(), buffer_.get(), taken);
    buffer_ = std::move(larger);
    capacity_ = size;
    return Datagram{{buffer_.get(), taken}, true, sender.nl_pid};
  }
  const bool truncated = (message.msg_flags & MSG_TRUNC) != 0 || size > capacity_;
  return Datagram{{buffer_.get(), std::min(size, capacity_)}, truncated, sender.nl_pid};
}

}  // namespace portexplorer
