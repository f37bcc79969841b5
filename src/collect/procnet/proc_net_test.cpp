#include "collect/procnet/proc_net.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/netlink.h>

#include <chrono>
#include <fstream>
#include <set>

#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {
namespace {

constexpr NetnsId kNetns{9};
constexpr std::string_view kInetTitles =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
    "inode\n";
constexpr std::string_view kUnixTitles =
    "Num       RefCount Protocol Flags    Type St Inode Path\n";

std::string with_titles(std::string_view titles, std::string_view rest) {
  return std::string(titles) + std::string(rest);
}

std::string address_text(Family family, const IpAddress& address) {
  std::string text;
  append_ip(text, family, address);
  return text;
}

std::string_view name_of(const TablePart& part, const Socket& s) {
  return std::string_view(part.text).substr(s.text.offset, s.text.length);
}

TablePart read_own(std::string_view file) {
  const UniqueFd directory(::open("/proc/thread-self/net", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  auto part = read_proc_net(directory.get(), file, kNetns);
  EXPECT_TRUE(part) << part.error().what;
  return part ? std::move(*part) : TablePart{};
}

TEST(ProcNet, NamesTheFilesOfEachProtocol) {
  EXPECT_THAT(proc_net_files(Protocol::tcp), ::testing::ElementsAre("tcp", "tcp6"));
  EXPECT_THAT(proc_net_files(Protocol::icmp), ::testing::ElementsAre("icmp", "icmp6"));
  EXPECT_THAT(proc_net_files(Protocol::sctp), ::testing::ElementsAre("sctp/eps", "sctp/assocs"));
  EXPECT_TRUE(proc_net_files(Protocol::vsock).empty());
}

TEST(ProcNet, ParsesALineOfTcp) {
  const TablePart part = parse_proc_net(
      "tcp",
      with_titles(
          kInetTitles,
          "  12: 0100007F:1F90 0200000A:D431 01 0000000A:0000007B 00:00000000 00000000  1000     "
          "   0 91234 1 0000000000000000 100 0 0 10 0   \n"),
      kNetns);
  ASSERT_EQ(part.sockets.size(), 1u);
  const Socket& row = part.sockets[0];
  EXPECT_EQ(address_text(row.family, row.local_address), "127.0.0.1");
  EXPECT_EQ(address_text(row.family, row.remote_address), "10.0.0.2");
  EXPECT_EQ(row.local_port, 8080u);
  EXPECT_EQ(row.remote_port, 0xD431u);
  EXPECT_EQ(row.state, State::established);
  EXPECT_EQ(row.send_queue, 10u);
  EXPECT_EQ(row.recv_queue, 123u);
  EXPECT_EQ(row.uid, 1000u);
  EXPECT_EQ(row.inode, Inode{91234});
  EXPECT_EQ(row.netns, kNetns);
  EXPECT_EQ(row.cookie, Cookie{});
  EXPECT_TRUE(row.has(SocketFlag::from_procfs));
  EXPECT_FALSE(row.known(Known::bytes));
}

TEST(ProcNet, ParsesIpv6AndShowsMappedAddressesAsIpv4) {
  const TablePart part = parse_proc_net(
      "tcp6",
      with_titles(
          kInetTitles,
          "   0: B80D0120000000000000000001000000:0016 00000000000000000000000000000000:0000 0A "
          "00000000:00000000 00:00000000 00000000     0        0 5 1 0 100 0 0 10 0\n"
          "   1: 0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000200007F:0051 01 "
          "00000000:00000000 00:00000000 00000000     0        0 6 1 0 100 0 0 10 0\n"),
      kNetns);
  ASSERT_EQ(part.sockets.size(), 2u);
  EXPECT_EQ(address_text(part.sockets[0].family, part.sockets[0].local_address), "2001:db8::1");
  EXPECT_EQ(part.sockets[0].family, Family::ipv6);
  EXPECT_TRUE(part.sockets[0].known(Known::recv_queue));
  EXPECT_FALSE(part.sockets[0].known(Known::send_queue)) << "how many may wait is not in the file";
  EXPECT_FALSE(part.sockets[0].known(Known::recv_memory));
  EXPECT_EQ(part.sockets[1].family, Family::ipv4);
  EXPECT_EQ(address_text(Family::ipv4, part.sockets[1].remote_address), "127.0.0.2");
}

TEST(ProcNet, CountsMalformedLinesAndKeepsTheRest) {
  const TablePart part =
      parse_proc_net("udp",
                     with_titles(kInetTitles,
                                 "\n"
                                 "rubbish\n"
                                 "  1: 0100007F:0035 00000000:0000 07 00000011:00000340 "
                                 "00:00000000 00000000     0        0 77 2 0 5\n"
                                 "  2: 0100007F:0035 00000000:0000 07 00000000:00000000 "
                                 "00:00000000 00000000     0        0 x 2 0 0\n"
                                 "  3: 0100007F:10035 00000000:0000 07 00000000:00000000 "
                                 "00:00000000 00000000     0        0 7 2 0 0\n"
                                 "  4: 0100007F:0035 00000000:0000 07 000"),
                     kNetns);
  ASSERT_EQ(part.sockets.size(), 1u);
  EXPECT_EQ(part.sockets[0].state, State::unconnected);
  EXPECT_FALSE(part.sockets[0].known(Known::recv_queue)) << "memory, not bytes that wait";
  EXPECT_EQ(part.sockets[0].recv_memory, 0x340u);
  EXPECT_EQ(part.sockets[0].send_memory, 0x11u);
  EXPECT_EQ(part.sockets[0].drops, 5u);
  EXPECT_TRUE(part.sockets[0].known(Known::drops));
  EXPECT_EQ(part.losses.truncated_dumps, 5u);
}

TEST(ProcNet, AnEmptyFileAndAnUnknownOneHaveNoRows) {
  EXPECT_TRUE(parse_proc_net("tcp", "", kNetns).sockets.empty());
  EXPECT_TRUE(parse_proc_net("tcp", kInetTitles, kNetns).sockets.empty());
  EXPECT_TRUE(parse_proc_net("../../etc/passwd", "x\ny\n", kNetns).sockets.empty());
  EXPECT_FALSE(read_proc_net(-1, "../../etc/passwd", kNetns));
}

TEST(ProcNet, ReturnsNotFoundIfTheKernelHasNoSuchTable) {
  const UniqueFd directory(::open("/proc/self/fdinfo", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const auto part = read_proc_net(directory.get(), "tcp", kNetns);
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().kind, ErrorKind::not_found);
}

TEST(ProcNet, ParsesSctp) {
  const TablePart endpoints =
      parse_proc_net("sctp/eps",
                     " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n"
                     "00000000a1 00000000b1 2   10  29   5000   1000 20021 10.0.0.1 10.0.0.2 \n",
                     kNetns);
  ASSERT_EQ(endpoints.sockets.size(), 1u);
  EXPECT_EQ(endpoints.sockets[0].state, State::listen);
  EXPECT_EQ(endpoints.sockets[0].local_port, 5000u);
  EXPECT_EQ(endpoints.sockets[0].uid, 1000u);
  EXPECT_EQ(endpoints.sockets[0].inode, Inode{20021});
  EXPECT_EQ(address_text(endpoints.sockets[0].family, endpoints.sockets[0].local_address),
            "10.0.0.1");
  const TablePart associations =
      parse_proc_net("sctp/assocs",
                     " ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT "
                     "RPORT LADDRS <-> RADDRS HBINT INS OUTS MAXRT\n"
                     "00000000c1 00000000b1 2   1   3  0       5        7        9    1000 20022 "
                     "5000   40001  10.0.0.1 *10.0.0.2 <-> "
                     "10.0.0.8 *10.0.0.9 \t    7500    10    10   10    0    0        0        1   "
                     "     0   212992   212992\n"
                     "00000000c2 00000000b2 2   1   6  0       6        0        0    0 20023 5000 "
                     "  40002  *2001:0db8:0000:0000:0000:0000:0000:0001 <-> "
                     "*2001:0db8:0000:0000:0000:0000:0000:0002 \t    7500    10    10   10    0    "
                     "0        0        1        0   212992   212992\n",
                     kNetns);
  ASSERT_EQ(associations.sockets.size(), 2u);
  const Socket& row = associations.sockets[0];
  EXPECT_EQ(row.state, State::established);
  EXPECT_FALSE(row.known(Known::recv_queue) || row.known(Known::send_queue)) << "with overhead";
  EXPECT_EQ(row.send_memory, 7u);
  EXPECT_EQ(row.recv_memory, 9u);
  EXPECT_EQ(row.remote_port, 40001u);
  EXPECT_EQ(address_text(row.family, row.local_address), "10.0.0.2") << "the primary one";
  EXPECT_EQ(address_text(row.family, row.remote_address), "10.0.0.9");
  EXPECT_EQ(associations.sockets[1].family, Family::ipv6);
  EXPECT_EQ(associations.sockets[1].state, State::close_wait);
  EXPECT_EQ(address_text(Family::ipv6, associations.sockets[1].remote_address), "2001:db8::2");
}

constexpr std::string_view kUnixRow =
    "0000000000000000: 00000002 00000000 00010000 0001 01 30001 /run/a\n";

TEST(ProcNetUnix, ReadsUnescapedNames) {
  const TablePart part = parse_proc_net(
      "unix",
      with_titles(kUnixTitles,
                  std::string(kUnixRow) +
                      "0000000000000000: 00000002 00000000 00000000 0002 01     7 @ab@c  d \n"
                      "0000000000000000: 00000003 00000000 00000000 0001 03 30003\n"),
      kNetns);
  ASSERT_EQ(part.sockets.size(), 3u);
  EXPECT_EQ(name_of(part, part.sockets[0]), "ab@c  d ");
  EXPECT_TRUE(part.sockets[0].has(SocketFlag::abstract_name));
  EXPECT_EQ(part.sockets[0].inode, Inode{7});
  EXPECT_EQ(part.sockets[0].raw_protocol, SOCK_DGRAM);
  EXPECT_EQ(name_of(part, part.sockets[1]), "/run/a");
  EXPECT_EQ(part.sockets[1].state, State::listen);
  EXPECT_EQ(part.sockets[2].state, State::established);
  EXPECT_EQ(part.sockets[2].text.length, 0u);
  EXPECT_EQ(part.losses.truncated_dumps, 0u);
  EXPECT_TRUE(part.coverage.gaps.empty());
}

TEST(ProcNetUnix, JoinsANameWithLineBreaksAndReportsThatRowsMayBeForged) {
  const TablePart part = parse_proc_net(
      "unix",
      with_titles(kUnixTitles,
                  "0000000000000000: 00000002 00000000 00000000 0002 01 30001 /a\n\nb c\n" +
                      std::string(kUnixRow)),
      kNetns);
  ASSERT_EQ(part.sockets.size(), 1u) << "both claim inode 30001";
  EXPECT_EQ(part.sockets[0].text.length, 0u);
  EXPECT_NE(part.coverage.find("proc_net.unix_names"), nullptr);
  const TablePart alone = parse_proc_net(
      "unix",
      with_titles(kUnixTitles,
                  "0000000000000000: 00000002 00000000 00000000 0002 01 30002 /a\n\nb c\n"),
      kNetns);
  ASSERT_EQ(alone.sockets.size(), 1u);
  EXPECT_EQ(name_of(alone, alone.sockets[0]), "/a\n\nb c");
  EXPECT_EQ(alone.losses.truncated_dumps, 0u);
}

TEST(ProcNetUnix, ALineLongerThanANameCanBeIsNoPartOfOne) {
  const TablePart part = parse_proc_net(
      "unix", with_titles(kUnixTitles, std::string(kUnixRow) + std::string(200, 'x') + "\n"),
      kNetns);
  ASSERT_EQ(part.sockets.size(), 1u);
  EXPECT_EQ(name_of(part, part.sockets[0]), "/run/a");
  EXPECT_EQ(part.losses.truncated_dumps, 1u);
}

TEST(ProcNetUnix, AForgedLineCannotTakeOverARealSocketsName) {
  in_new_namespace([] {
    UniqueFd victim = make_socket(AF_UNIX, SOCK_DGRAM);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path + 1, "victim");
    bind_to(victim, address);
    char forged[108] = {};
    std::snprintf(forged + 1, sizeof forged - 1,
                  "x\n0000000000000000: 00000002 00000000 00010000 0001 01 %5llu /bin/evil",
                  static_cast<unsigned long long>(inode_of(victim)));
    UniqueFd attacker = make_socket(AF_UNIX, SOCK_DGRAM);
    std::memcpy(address.sun_path, forged, sizeof address.sun_path);
    bind_to(attacker, address);
    const TablePart part = read_own("unix");
    EXPECT_EQ(part.sockets.size(), 2u);
    const Socket* row = find_by_inode(part.sockets, inode_of(victim));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(name_of(part, *row).find("evil"), std::string_view::npos);
    EXPECT_NE(part.coverage.find("proc_net.unix_names"), nullptr);
  });
}

// The fields of a socket that both sources report.
using Row = std::tuple<std::string, std::uint32_t, std::string, std::uint32_t, std::string,
                       std::uint64_t, std::uint32_t, std::uint32_t>;

std::multiset<Row> comparable(const std::vector<Socket>& sockets) {
  std::multiset<Row> rows;
  for (const Socket& s : sockets) {
    const bool listens = s.state == State::listen;
    rows.emplace(address_text(s.family, s.local_address), s.local_port,
                 address_text(s.family, s.remote_address), s.remote_port,
                 std::string(to_string(s.state)), s.inode.value(), listens ? 0 : s.recv_queue,
                 listens ? 0 : s.send_queue);
  }
  return rows;
}

std::multiset<Row> rows_by_netlink(Protocol protocol) {
  auto fd = open_diag_socket();
  EXPECT_TRUE(fd);
  std::vector<Socket> sockets;
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const auto part = read_diag_table(fd->get(), {protocol, family}, kNetns, {.traffic = false});
    EXPECT_TRUE(part);
    for (const Socket& s : part->sockets) {
      // /proc/net omits sockets that are only bound.
      if (protocol != Protocol::tcp || s.state != State::closed) sockets.push_back(s);
    }
  }
  return comparable(sockets);
}

std::multiset<Row> rows_by_file(Protocol protocol) {
  std::vector<Socket> sockets;
  for (const std::string_view file : proc_net_files(protocol)) {
    const TablePart part = read_own(file);
    sockets.insert(sockets.end(), part.sockets.begin(), part.sockets.end());
    EXPECT_EQ(part.losses.truncated_dumps, 0u);
  }
  return comparable(sockets);
}

// Acknowledgements may still be in flight, so compares with readings before and after only if those
// were equal.
void expect_same_as_netlink(Protocol protocol) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  std::multiset<Row> before, by_file, after;
  do {
    before = rows_by_netlink(protocol);
    by_file = rows_by_file(protocol);
    after = rows_by_netlink(protocol);
  } while (before != after && std::chrono::steady_clock::now() < deadline);
  EXPECT_FALSE(by_file.empty());
  EXPECT_EQ(after, by_file);
}

TEST(ProcNet, ShowsTheSameTcpAsNetlink) {
  in_new_namespace([] {
    const auto states = make_all_tcp_states();
    UniqueFd dual = make_socket(AF_INET6, SOCK_STREAM);
    bind_to(dual, any6());
    ASSERT_EQ(::listen(dual.get(), 3), 0);
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    connect_to(client, loopback4(port_of(dual)));
    UniqueFd server(::accept4(dual.get(), nullptr, nullptr, SOCK_CLOEXEC));
    expect_same_as_netlink(Protocol::tcp);
  });
}

TEST(ProcNet, ShowsTheSameUdpAsNetlink) {
  in_new_namespace([] {
    UniqueFd bound = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(bound, loopback4());
    UniqueFd connected = make_socket(AF_INET, SOCK_DGRAM);
    connect_to(connected, loopback4(port_of(bound)));
    send_bytes(connected, 50);
    UniqueFd six = make_socket(AF_INET6, SOCK_DGRAM);
    bind_to(six, any6());
    expect_same_as_netlink(Protocol::udp);
  });
}

TEST(ProcNet, ReadsRawSocketsWithTheirProtocol) {
  in_new_namespace([] {
    UniqueFd raw = make_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    UniqueFd raw6 = make_socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
    const TablePart four = read_own("raw");
    const TablePart six = read_own("raw6");
    const Socket* row = find_by_inode(four.sockets, inode_of(raw));
    const Socket* row6 = find_by_inode(six.sockets, inode_of(raw6));
    ASSERT_TRUE(row && row6);
    EXPECT_EQ(row->protocol, Protocol::raw);
    EXPECT_EQ(row->raw_protocol, IPPROTO_ICMP);
    EXPECT_EQ(row->local_port, 0u);
    EXPECT_EQ(row->state, State::unconnected);
    EXPECT_EQ(row6->raw_protocol, IPPROTO_ICMPV6);
    EXPECT_EQ(row6->family, Family::ipv6);
  });
}

TEST(ProcNet, ReadsPingSocketsWithTheirId) {
  in_new_namespace([] {
    std::ofstream("/proc/sys/net/ipv4/ping_group_range") << "0 2147483647";
    UniqueFd ping = make_socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
    bind_to(ping, loopback4(4242));
    UniqueFd ping6 = make_socket(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6);
    sockaddr_in6 address = any6(4343);
    address.sin6_addr = in6addr_loopback;
    bind_to(ping6, address);
    const TablePart four = read_own("icmp");
    const TablePart six = read_own("icmp6");
    const Socket* row = find_by_inode(four.sockets, inode_of(ping));
    const Socket* row6 = find_by_inode(six.sockets, inode_of(ping6));
    ASSERT_TRUE(row && row6);
    EXPECT_EQ(row->protocol, Protocol::icmp);
    EXPECT_EQ(row->local_port, 4242u);
    EXPECT_EQ(address_text(row->family, row->local_address), "127.0.0.1");
    EXPECT_EQ(row6->local_port, 4343u);
    EXPECT_EQ(address_text(row6->family, row6->local_address), "::1");
  });
}

TEST(ProcNet, ReadsPacketAndNetlinkSockets) {
  in_new_namespace([] {
    UniqueFd packet = make_socket(AF_PACKET, SOCK_RAW, htons(0x0806));
    UniqueFd netlink = make_socket(AF_NETLINK, SOCK_RAW, 16);
    sockaddr_nl any{};
    any.nl_family = AF_NETLINK;
    bind_to(netlink, any);
    const TablePart packets = read_own("packet");
    const TablePart netlinks = read_own("netlink");
    const Socket* packet_row = find_by_inode(packets.sockets, inode_of(packet));
    const Socket* netlink_row = find_by_inode(netlinks.sockets, inode_of(netlink));
    ASSERT_TRUE(packet_row && netlink_row);
    EXPECT_EQ(packet_row->local_port, 0x0806u);
    EXPECT_EQ(packet_row->raw_protocol, SOCK_RAW);
    EXPECT_EQ(name_of(netlinks, *netlink_row), "GENERIC");
    EXPECT_TRUE(netlink_row->known(Known::recv_memory) && netlink_row->known(Known::send_memory) &&
                netlink_row->known(Known::drops));
    EXPECT_FALSE(netlink_row->known(Known::recv_queue));
    EXPECT_TRUE(packet_row->known(Known::recv_memory));
    EXPECT_FALSE(packet_row->known(Known::send_memory));
  });
}

TEST(ProcNet, ReadsAllOfALargeTable) {
  in_new_namespace([] {
    std::vector<UniqueFd> sockets;
    for (int i = 0; i < 800; ++i) {
      sockets.push_back(make_socket(AF_INET, SOCK_DGRAM));
      bind_to(sockets.back(), loopback4());
    }
    EXPECT_EQ(read_own("udp").sockets.size(), 800u);
  });
}

}  // namespace
}  // namespace portexplorer
