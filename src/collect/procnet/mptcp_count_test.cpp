#include "collect/procnet/mptcp_count.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "base/unique_fd.h"
#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {
namespace {

constexpr std::string_view kCounted =
    "TcpExt: A B\nTcpExt: 0 0\nMPTcpExt: MPCapableSYNRX MPCurrEstab\nMPTcpExt: 0 0\n";

TEST(MptcpCount, IncludesBothFamilies) {
  EXPECT_EQ(parse_mptcp_count("protocol  size sockets  memory\nMPTCPv6   2064      2       0   "
                              "no\nTCP  2 7 0\nMPTCP     1936      1 0\n",
                              kCounted),
            3u);
  EXPECT_EQ(parse_mptcp_count("MPTCP 1936 0 0\n", kCounted), 0u);
}

TEST(MptcpCount, IsUnknownIfTheKernelDoesNotCount) {
  EXPECT_EQ(parse_mptcp_count("MPTCP 1936 0 0\n", "MPTcpExt: MPCapableSYNRX\nMPTcpExt: 0\n"),
            std::nullopt);
  EXPECT_EQ(parse_mptcp_count("MPTCP 1936 0 0\n", ""), std::nullopt);
  EXPECT_EQ(parse_mptcp_count("TCP 1936 0 0\n", kCounted), std::nullopt)
      << "no MPTCP in this kernel";
  EXPECT_EQ(parse_mptcp_count("MPTCP 1936\n", kCounted), std::nullopt);
  EXPECT_EQ(parse_mptcp_count("MPTCP 1936 x 0\n", kCounted), std::nullopt);
}

// If the kernel does not count them, the table is always read.
TEST(MptcpCount, IsNeverZeroWhileThereAreSome) {
  in_new_namespace([] {
    const UniqueFd net(::open("/proc/thread-self/net", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const bool counts = mptcp_count(net.get()).has_value();
    EXPECT_EQ(mptcp_count(net.get()).value_or(0), 0u);
    {
      const TcpPair pair = connect_pair(false, IPPROTO_MPTCP);
      EXPECT_EQ(mptcp_count(net.get()).value_or(3), 3u);
    }
    UniqueFd listener = make_socket(AF_INET6, SOCK_STREAM, IPPROTO_MPTCP);
    bind_to(listener, any6());
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    EXPECT_TRUE(!counts || mptcp_count(net.get()) >= 1u);
  });
}

}  // namespace
}  // namespace portexplorer
