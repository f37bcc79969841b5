#include "collect/netlink/channel.h"

#include <gmock/gmock.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <vector>

namespace portexplorer {
namespace {

// A pair of datagram sockets in place of the kernel: what is written to one is read from the other.
struct Wire {
  Wire() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
    kernel.reset(ends[0]);
    ours.reset(ends[1]);
  }
  void say(std::size_t length) const {
    const std::vector<std::byte> datagram(length, std::byte{1});
    EXPECT_EQ(::send(kernel.get(), datagram.data(), length, 0), static_cast<ssize_t>(length));
  }
  UniqueFd kernel;
  UniqueFd ours;
};

TEST(SocketChannel, ADatagramThatIsTooLongIsTruncatedOnceAndFitsTheNextTime) {
  constexpr std::size_t kLong = 100 * 1000;
  const Wire wire;
  SocketChannel channel(wire.ours.get());
  for (int i = 0; i < 2; ++i) wire.say(kLong);
  const auto first = channel.receive();
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->truncated);
  EXPECT_GT(first->bytes.size(), 0u);
  EXPECT_LT(first->bytes.size(), kLong);
  EXPECT_EQ(first->bytes.back(), std::byte{1}) << "what did come is kept";
  const auto second = channel.receive();
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->truncated);
  EXPECT_EQ(second->bytes.size(), kLong);
}

TEST(SocketChannel, SilenceIsUnavailable) {
  const Wire wire;
  SocketChannel channel(wire.ours.get());
  const auto nothing = channel.receive();
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, ErrorKind::unavailable);
}

TEST(SocketChannel, NumbersItsRequestsOneByOne) {
  SocketChannel channel(-1);
  const std::uint32_t first = channel.next_sequence();
  EXPECT_EQ(channel.next_sequence(), first + 1);
}

TEST(SocketChannel, AnInvalidSocketIsAnError) {
  SocketChannel channel(-1);
  const std::array<std::byte, 16> request{};
  EXPECT_FALSE(channel.send(request));
  EXPECT_FALSE(channel.receive());
}

TEST(OpenNetlinkSocket, HasATimeLimitAndClosesOnExec) {
  const auto fd = open_netlink_socket(NETLINK_SOCK_DIAG);
  ASSERT_TRUE(fd);
  timeval limit{};
  socklen_t length = sizeof limit;
  ASSERT_EQ(::getsockopt(fd->get(), SOL_SOCKET, SO_RCVTIMEO, &limit, &length), 0);
  EXPECT_GT(limit.tv_sec, 0);
  EXPECT_FALSE(open_netlink_socket(4711));
}

}  // namespace
}  // namespace portexplorer
