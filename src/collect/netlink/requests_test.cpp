#include "collect/netlink/requests.h"

#include <gmock/gmock.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "collect/netlink/message.h"

namespace portexplorer {
namespace {

constexpr int kInfo = 1 << (INET_DIAG_INFO - 1);
constexpr int kMemory = 1 << (INET_DIAG_SKMEMINFO - 1);

inet_diag_req_v2 inet_part(const DiagTable& table, const DiagExtras& extras) {
  auto request = diag_request(table, extras);
  EXPECT_TRUE(request);
  return request ? *load<inet_diag_req_v2>(Bytes(request->bytes()).subspan(sizeof(nlmsghdr)))
                 : inet_diag_req_v2{};
}

// A kernel without MPTCP's attribute reads only the 8-bit field, where 262 would be TCP.
TEST(DiagRequests, MptcpIsNeverMistakenForAnotherProtocol) {
  const auto mptcp = inet_part({Protocol::mptcp, Family::ipv4}, {.traffic = true});
  for (const int other : {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP, IPPROTO_DCCP,
                          IPPROTO_RAW, IPPROTO_ICMP}) {
    EXPECT_NE(mptcp.sdiag_protocol, other);
  }
}

TEST(DiagRequests, CountersAreRequestedOnlyOnDemandAndOnlyIfThereAreAny) {
  EXPECT_EQ(inet_part({Protocol::tcp, Family::ipv4}, {.traffic = false}).idiag_ext, 0);
  EXPECT_EQ(inet_part({Protocol::tcp, Family::ipv4}, {.traffic = true}).idiag_ext, kInfo);
  EXPECT_EQ(inet_part({Protocol::udp, Family::ipv6}, {.traffic = true}).idiag_ext & kInfo, 0);
  EXPECT_EQ(inet_part({Protocol::mptcp, Family::ipv4}, {.traffic = false}).idiag_ext & kInfo, kInfo)
      << "the token is in there";
}

// Most sockets are TCP, so their memory is requested only if it will be shown.
TEST(DiagRequests, MemoryIsRequestedOnDemandOrIfItIsCheap) {
  EXPECT_EQ(inet_part({Protocol::tcp, Family::ipv4}, {.traffic = false}).idiag_ext, 0);
  EXPECT_EQ(inet_part({Protocol::tcp, Family::ipv4}, {.traffic = false, .memory = true}).idiag_ext,
            kMemory);
  EXPECT_EQ(inet_part({Protocol::tcp, Family::ipv4}, {true, true}).idiag_ext, kInfo | kMemory);
  EXPECT_EQ(inet_part({Protocol::udp, Family::ipv6}, {.traffic = false}).idiag_ext, kMemory);
}

TEST(DiagRequests, RequestTheFamilyAndAllStates) {
  const auto udp6 = inet_part({Protocol::udp, Family::ipv6}, {.traffic = false});
  EXPECT_EQ(udp6.sdiag_family, AF_INET6);
  EXPECT_EQ(udp6.sdiag_protocol, IPPROTO_UDP);
  EXPECT_EQ(udp6.idiag_states, 0xFFFFFFFFu);
}

TEST(DiagRequests, ThereIsNoneForWhatSockDiagDoesNotHave) {
  EXPECT_FALSE(diag_request({Protocol::icmp, Family::ipv4}, {.traffic = true}));
  EXPECT_FALSE(diag_request({Protocol::unknown, Family::unknown}, {.traffic = true}));
  EXPECT_FALSE(diag_request({Protocol::udp, Family::unknown}, {.traffic = true}))
      << "only TCP is read for both families in one dump";
}

TEST(DiagRequests, EveryTableHasARequest) {
  const auto tables = diag_tables(ProtocolSet::all());
  EXPECT_GT(tables.size(), 10u);
  for (const DiagTable& table : tables)
    EXPECT_TRUE(diag_request(table, {.traffic = true})) << to_string(table.protocol);
  EXPECT_TRUE(diag_tables({}).empty());
  const auto tcp_only = diag_tables({Protocol::tcp});
  ASSERT_EQ(tcp_only.size(), 1u);
  EXPECT_EQ(tcp_only[0].protocol, Protocol::tcp);
}

}  // namespace
}  // namespace portexplorer
