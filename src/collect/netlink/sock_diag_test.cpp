// Tests with the running kernel: reads back the sockets of a separate namespace.
#include "collect/netlink/sock_diag.h"

#include <gmock/gmock.h>
#include <linux/if_ether.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/vm_sockets.h>
#include <net/if.h>
#include <poll.h>

#include <fstream>

#include "support/netlink/diag.h"
#include "support/netns/namespace.h"
#include "support/sockets/own_sockets.h"

namespace portexplorer {
namespace {

using diag::kNetns;
using diag::read;
using diag::read_tcp;

std::string_view name_of(const TablePart& part, const Socket& s) {
  return std::string_view(part.text).substr(s.text.offset, s.text.length);
}

std::string address_text(Family family, const IpAddress& address) {
  std::string text;
  append_ip(text, family, address);
  return text;
}

TEST(SockDiag, ReportsEveryTcpStateOfTheKernel) {
  in_new_namespace([] {
    const auto states = make_all_tcp_states();
    const TablePart part = read_tcp();
    for (const HeldState& expected : states) {
      SCOPED_TRACE(to_string(expected.state));
      const Socket* row = find_by_ports(part.sockets, expected.local_port, expected.remote_port);
      ASSERT_NE(row, nullptr);
      EXPECT_EQ(to_string(row->state), to_string(expected.state));
      EXPECT_NE(row->cookie, Cookie{});
      EXPECT_EQ(row->netns, kNetns);
      EXPECT_EQ(row->has(SocketFlag::no_file), !expected.has_file);
      EXPECT_EQ(row->inode == Inode{}, !expected.has_file);
      const bool counted = expected.state != State::listen && expected.state != State::time_wait &&
                           expected.state != State::syn_recv;
      EXPECT_EQ(row->known(Known::bytes), counted);
      EXPECT_EQ(row->known(Known::lifetime), counted);
      EXPECT_EQ(row->received_bytes, expected.received_bytes);
    }
  });
}

TEST(SockDiag, CountsPayloadToTheByteThroughBothFins) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    const auto rows = [&] {
      const TablePart part = read_tcp();
      const Socket* client = find_by_ports(part.sockets, pair.client_port, pair.server_port);
      const Socket* server = find_by_ports(part.sockets, pair.server_port, pair.client_port);
      EXPECT_TRUE(client != nullptr && server != nullptr);
      return std::pair(client ? *client : Socket{}, server ? *server : Socket{});
    };
    auto [client, server] = rows();
    EXPECT_TRUE(client.known(Known::bytes));
    EXPECT_EQ(client.sent_bytes + client.received_bytes + server.sent_bytes + server.received_bytes,
              0u);
    EXPECT_EQ(client.sent_packets + client.received_packets, 0u);

    send_bytes(pair.client, 1000);
    ASSERT_EQ(receive_bytes(pair.server, 1000), 1000u);
    std::tie(client, server) = rows();
    EXPECT_EQ(client.sent_bytes, 1000u);
    EXPECT_EQ(client.sent_packets, 1u);
    EXPECT_EQ(client.received_bytes, 0u);
    EXPECT_EQ(server.sent_bytes, 0u);
    EXPECT_EQ(server.sent_packets, 0u);
    EXPECT_EQ(server.received_bytes, 1000u);
    EXPECT_EQ(server.received_packets, 1u);
    EXPECT_TRUE(client.known(Known::rtt));
    EXPECT_TRUE(client.known(Known::retransmits));

    ::shutdown(pair.client.get(), SHUT_WR);
    wait_for_state(pair.client, TCP_FIN_WAIT2);
    std::tie(client, server) = rows();
    EXPECT_EQ(client.state, State::fin_wait2);
    EXPECT_EQ(client.sent_bytes, 1000u);
    EXPECT_EQ(server.state, State::close_wait);
    EXPECT_EQ(server.received_bytes, 1000u);

    send_bytes(pair.server, 100);
    ASSERT_EQ(receive_bytes(pair.client, 100), 100u);
    std::tie(client, server) = rows();
    EXPECT_EQ(client.received_bytes, 100u);
    EXPECT_EQ(server.sent_bytes, 100u);
  });
}

// The example of the original program: nothing sent, one packet of 100 bytes received.
TEST(SockDiag, ShowsOnePacketOf100BytesReceivedAndNothingSent) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    send_bytes(pair.server, 100);
    ASSERT_EQ(receive_bytes(pair.client, 100), 100u);
    const TablePart part = read_tcp();
    const Socket* row = find_by_ports(part.sockets, pair.client_port, pair.server_port);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->sent_bytes, 0u);
    EXPECT_EQ(row->sent_packets, 0u);
    EXPECT_EQ(row->received_bytes, 100u);
    EXPECT_EQ(row->received_packets, 1u);
  });
}

TEST(SockDiag, ReportsTheQueues) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    send_bytes(pair.client, 123);
    UniqueFd waiting = make_socket(AF_INET, SOCK_STREAM);
    connect_to(waiting, loopback4(pair.server_port));
    const TablePart part = read({Protocol::tcp, Family::ipv4}, false);
    const Socket* server = find_by_ports(part.sockets, pair.server_port, pair.client_port);
    const Socket* listener = find_by_ports(part.sockets, pair.server_port, 0);
    ASSERT_TRUE(server != nullptr && listener != nullptr);
    EXPECT_EQ(server->recv_queue, 123u);
    EXPECT_FALSE(server->known(Known::bytes)) << "counters were not asked for";
    EXPECT_EQ(listener->recv_queue, 1u) << "one connection waits to be accepted";
    EXPECT_EQ(listener->send_queue, 8u) << "the argument of listen()";
  });
}

TEST(SockDiag, ReportsInodeCookieUserAndMark) {
  in_new_namespace([] {
    UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
    ASSERT_EQ(::fchown(fd.get(), 1234, 1234), 0);
    set_option(fd, SOL_SOCKET, SO_MARK, 0xBEEF);
    bind_to(fd, loopback4());
    ASSERT_EQ(::listen(fd.get(), 3), 0);
    const TablePart part = read_tcp();
    const Socket* row = find_by_inode(part.sockets, inode_of(fd));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->cookie.value(), cookie_of(fd));
    EXPECT_TRUE(row->known(Known::uid));
    EXPECT_EQ(row->uid, 1234u);
    EXPECT_TRUE(row->known(Known::mark));
    EXPECT_EQ(row->mark, 0xBEEFu);
    EXPECT_EQ(address_text(row->family, row->local_address), "127.0.0.1");
  });
}

TEST(SockDiag, ABoundSocketThatNeitherListensNorConnectsIsClosed) {
  in_new_namespace([] {
    UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
    bind_to(fd, loopback4());
    const TablePart part = read_tcp();
    const Socket* row = find_by_inode(part.sockets, inode_of(fd));
    if (row == nullptr) return;  // before Linux 6.8 the kernel does not list it
    EXPECT_EQ(row->state, State::closed);
    EXPECT_EQ(row->local_port, port_of(fd));
    EXPECT_FALSE(row->known(Known::bytes));
  });
}

// Such a socket counts the FIN or not, depending on how its connection ended, which the kernel does
// not report.
TEST(SockDiag, DoesNotGuessTheBytesOfAConnectionThatIsOver) {
  in_new_namespace([] {
    UniqueFd listener = make_socket(AF_INET, SOCK_STREAM);
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 3), 0);
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    bind_to(client, loopback4());
    connect_to(client, loopback4(port_of(listener)));
    UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    send_bytes(server, 10);
    ASSERT_EQ(receive_bytes(client, 10), 10u);
    ::shutdown(server.get(), SHUT_WR);
    wait_for_state(client, TCP_CLOSE_WAIT);
    ::shutdown(client.get(), SHUT_WR);
    wait_for_state(client, TCP_CLOSE);
    const TablePart part = read_tcp();
    const Socket* row = find_by_inode(part.sockets, inode_of(client));
    if (row == nullptr) return;
    EXPECT_EQ(row->state, State::closed);
    EXPECT_FALSE(row->known(Known::bytes));
  });
}

TEST(SockDiag, OneDumpEqualsOnePerFamily) {
  in_new_namespace([] {
    UniqueFd four = make_socket(AF_INET, SOCK_STREAM);
    bind_to(four, loopback4());
    ASSERT_EQ(::listen(four.get(), 3), 0);
    UniqueFd six = make_socket(AF_INET6, SOCK_STREAM);
    bind_to(six, any6());
    ASSERT_EQ(::listen(six.get(), 3), 0);
    EXPECT_EQ(read_tcp().sockets.size(), 2u);
    const TablePart only4 = read({Protocol::tcp, Family::ipv4});
    const TablePart only6 = read({Protocol::tcp, Family::ipv6});
    ASSERT_EQ(only4.sockets.size(), 1u);
    ASSERT_EQ(only6.sockets.size(), 1u);
    EXPECT_EQ(only4.sockets[0].inode.value(), inode_of(four));
    EXPECT_EQ(only6.sockets[0].inode.value(), inode_of(six));
  });
}

TEST(SockDiag, DistinguishesIpv6OnlyFromDualStackAndShowsIpv4AsSuch) {
  in_new_namespace([] {
    UniqueFd dual = make_socket(AF_INET6, SOCK_STREAM);
    set_option(dual, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    bind_to(dual, any6());
    ASSERT_EQ(::listen(dual.get(), 3), 0);
    UniqueFd only = make_socket(AF_INET6, SOCK_STREAM);
    set_option(only, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    bind_to(only, any6());
    ASSERT_EQ(::listen(only.get(), 3), 0);
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    connect_to(client, loopback4(port_of(dual)));
    UniqueFd server(::accept4(dual.get(), nullptr, nullptr, SOCK_CLOEXEC));

    const TablePart part = read_tcp();
    const Socket* dual_row = find_by_inode(part.sockets, inode_of(dual));
    const Socket* only_row = find_by_inode(part.sockets, inode_of(only));
    const Socket* mapped = find_by_inode(part.sockets, inode_of(server));
    ASSERT_TRUE(dual_row && only_row && mapped);
    EXPECT_EQ(dual_row->family, Family::ipv6);
    EXPECT_TRUE(dual_row->has(SocketFlag::dual_stack));
    EXPECT_FALSE(dual_row->has(SocketFlag::v6only));
    EXPECT_TRUE(only_row->has(SocketFlag::v6only));
    EXPECT_FALSE(only_row->has(SocketFlag::dual_stack));
    EXPECT_EQ(mapped->family, Family::ipv4);
    EXPECT_TRUE(mapped->has(SocketFlag::dual_stack));
    EXPECT_EQ(address_text(mapped->family, mapped->remote_address), "127.0.0.1");
  });
}

// Adds fe80::1 to loopback, without duplicate address detection.
void add_link_local_to_loopback() {
  struct {
    nlmsghdr header;
    ifaddrmsg address;
    nlattr attribute;
    in6_addr value;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = RTM_NEWADDR;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK;
  request.address.ifa_family = AF_INET6;
  request.address.ifa_prefixlen = 64;
  request.address.ifa_flags = IFA_F_NODAD;
  request.address.ifa_scope = RT_SCOPE_LINK;
  request.address.ifa_index = if_nametoindex("lo");
  request.attribute = {sizeof(nlattr) + sizeof(in6_addr), IFA_LOCAL};
  inet_pton(AF_INET6, "fe80::1", &request.value);
  const UniqueFd fd = make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  ASSERT_GT(::send(fd.get(), &request, sizeof request, 0), 0);
  std::array<char, 4096> answer{};
  ASSERT_GT(::recv(fd.get(), answer.data(), answer.size(), 0), 0);
}

TEST(SockDiag, ReportsTheZoneOfLinkLocalAddresses) {
  in_new_namespace([] {
    add_link_local_to_loopback();
    UniqueFd fd = make_socket(AF_INET6, SOCK_DGRAM);
    sockaddr_in6 address = any6(5353);
    inet_pton(AF_INET6, "fe80::1", &address.sin6_addr);
    address.sin6_scope_id = if_nametoindex("lo");
    bind_to(fd, address);
    const TablePart part = read({Protocol::udp, Family::ipv6});
    const Socket* row = find_by_inode(part.sockets, inode_of(fd));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(address_text(row->family, row->local_address), "fe80::1");
    EXPECT_TRUE(row->known(Known::interface));
    EXPECT_EQ(row->interface, if_nametoindex("lo"));
  });
}

void expect_datagram_states(int protocol, Protocol expected) {
  UniqueFd bound = make_socket(AF_INET, SOCK_DGRAM, protocol);
  bind_to(bound, loopback4());
  UniqueFd connected = make_socket(AF_INET, SOCK_DGRAM, protocol);
  connect_to(connected, loopback4(port_of(bound)));
  send_bytes(connected, 300);
  const TablePart part = read({expected, Family::ipv4});
  const Socket* bound_row = find_by_inode(part.sockets, inode_of(bound));
  const Socket* connected_row = find_by_inode(part.sockets, inode_of(connected));
  ASSERT_TRUE(bound_row && connected_row);
  EXPECT_EQ(bound_row->protocol, expected);
  EXPECT_EQ(bound_row->state, State::unconnected);
  EXPECT_FALSE(bound_row->has(SocketFlag::connected));
  EXPECT_FALSE(bound_row->known(Known::recv_queue) || bound_row->known(Known::send_queue))
      << "the kernel counts memory, not bytes";
  EXPECT_TRUE(bound_row->known(Known::recv_memory) && bound_row->known(Known::send_memory) &&
              bound_row->known(Known::drops));
  EXPECT_GT(bound_row->recv_memory, 300u);
  EXPECT_FALSE(bound_row->known(Known::bytes)) << "the kernel does not count them";
  EXPECT_EQ(connected_row->state, State::established);
  EXPECT_TRUE(connected_row->has(SocketFlag::connected));
  EXPECT_EQ(connected_row->remote_port, port_of(bound));
}

TEST(SockDiag, DistinguishesConnectedUdpFromUnconnected) {
  in_new_namespace([] { expect_datagram_states(IPPROTO_UDP, Protocol::udp); });
}

TEST(SockDiag, ReadsUdplite) {
  in_new_namespace([] {
    if (const std::string why = reason_to_skip(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE); !why.empty())
      GTEST_SKIP() << why;
    expect_datagram_states(IPPROTO_UDPLITE, Protocol::udplite);
  });
}

sockaddr_un unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path);
  return address;
}

void bind_name(const UniqueFd& fd, const std::string& path) {
  const sockaddr_un address = unix_address(path);
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  ASSERT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), length), 0)
      << errno_text();
}

std::string temporary_path(const std::string& name) {
  return ::testing::TempDir() + name + std::to_string(::getpid());
}

TEST(SockDiag, ReadsUnixSocketsWithPathWithAbstractNameAndWithout) {
  in_new_namespace([] {
    const std::string path = temporary_path("pe\nline\x1b[31m");
    const std::string abstract("\0abs\0tract", 10);
    UniqueFd with_path = make_socket(AF_UNIX, SOCK_STREAM);
    bind_name(with_path, path);
    ASSERT_EQ(::listen(with_path.get(), 7), 0);
    UniqueFd with_abstract = make_socket(AF_UNIX, SOCK_SEQPACKET);
    bind_name(with_abstract, abstract);
    UniqueFd client = make_socket(AF_UNIX, SOCK_STREAM);
    connect_to(client, unix_address(path));
    UniqueFd server(::accept4(with_path.get(), nullptr, nullptr, SOCK_CLOEXEC));
    ::unlink(path.c_str());

    const TablePart part = read({Protocol::unix_domain, Family::unknown});
    const Socket* listener = find_by_inode(part.sockets, inode_of(with_path));
    const Socket* named = find_by_inode(part.sockets, inode_of(with_abstract));
    const Socket* unnamed = find_by_inode(part.sockets, inode_of(client));
    ASSERT_TRUE(listener && named && unnamed);
    EXPECT_EQ(name_of(part, *listener), path) << "raw bytes, whatever they are";
    EXPECT_FALSE(listener->has(SocketFlag::abstract_name));
    EXPECT_EQ(listener->state, State::listen);
    EXPECT_EQ(listener->send_queue, 7u);
    EXPECT_EQ(listener->raw_protocol, SOCK_STREAM);
    EXPECT_EQ(name_of(part, *named), std::string_view(abstract).substr(1));
    EXPECT_TRUE(named->has(SocketFlag::abstract_name));
    EXPECT_EQ(named->raw_protocol, SOCK_SEQPACKET);
    EXPECT_EQ(unnamed->text.length, 0u);
    EXPECT_EQ(unnamed->state, State::established);
    EXPECT_EQ(unnamed->remote_port, static_cast<std::uint32_t>(inode_of(server)));
    EXPECT_TRUE(unnamed->known(Known::uid));
    EXPECT_EQ(unnamed->uid, ::getuid());
  });
}

TEST(SockDiag, AConnectedUnixDatagramSocketIsEstablished) {
  in_new_namespace([] {
    UniqueFd bound = make_socket(AF_UNIX, SOCK_DGRAM);
    bind_name(bound, std::string("\0pe-dgram", 9));
    UniqueFd connected = make_socket(AF_UNIX, SOCK_DGRAM);
    const auto address = unix_address(std::string("\0pe-dgram", 9));
    ASSERT_EQ(::connect(connected.get(), reinterpret_cast<const sockaddr*>(&address),
                        offsetof(sockaddr_un, sun_path) + 9),
              0);
    const TablePart part = read({Protocol::unix_domain, Family::unknown});
    const Socket* bound_row = find_by_inode(part.sockets, inode_of(bound));
    const Socket* connected_row = find_by_inode(part.sockets, inode_of(connected));
    ASSERT_TRUE(bound_row && connected_row);
    EXPECT_EQ(bound_row->state, State::unconnected);
    EXPECT_EQ(connected_row->state, State::established);
    EXPECT_EQ(connected_row->remote_port, static_cast<std::uint32_t>(inode_of(bound)));
  });
}

TEST(SockDiag, ReadsPacketSockets) {
  in_new_namespace([] {
    UniqueFd fd = make_socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ARP));
    const TablePart part = read({Protocol::packet, Family::unknown});
    const Socket* row = find_by_inode(part.sockets, inode_of(fd));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->family, Family::packet);
    EXPECT_EQ(row->local_port, static_cast<std::uint32_t>(ETH_P_ARP));
    EXPECT_EQ(row->raw_protocol, SOCK_DGRAM);
    EXPECT_EQ(row->state, State::unconnected);
    EXPECT_EQ(row->uid, ::getuid());
    EXPECT_FALSE(row->known(Known::recv_queue));
    EXPECT_TRUE(row->known(Known::recv_memory) && row->known(Known::send_memory) &&
                row->known(Known::drops));
  });
}

TEST(SockDiag, ReadsNetlinkSocketsOfProcessesAndOfTheKernel) {
  in_new_namespace([] {
    UniqueFd fd = make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    sockaddr_nl any{};
    any.nl_family = AF_NETLINK;
    bind_to(fd, any);
    const TablePart part = read({Protocol::netlink, Family::unknown});
    const Socket* row = find_by_inode(part.sockets, inode_of(fd));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(name_of(part, *row), "ROUTE");
    EXPECT_EQ(row->raw_protocol, NETLINK_ROUTE);
    EXPECT_EQ(row->local_port, address_of<sockaddr_nl>(fd).nl_pid);
    const auto kernels = std::count_if(
        part.sockets.begin(), part.sockets.end(),
        [](const Socket& s) { return s.raw_protocol == NETLINK_ROUTE && s.local_port == 0; });
    EXPECT_EQ(kernels, 1);
  });
}

TEST(SockDiag, ReturnsNotSupportedIfTheKernelOffersNoTable) {
  in_new_namespace([] {
    for (const DiagTable& table : diag_tables(ProtocolSet::all())) {
      SCOPED_TRACE(to_string(table.protocol));
      auto fd = open_diag_socket();
      ASSERT_TRUE(fd);
      const auto part = read_diag_table(fd->get(), table, kNetns, {.traffic = true});
      EXPECT_TRUE(part || part.error().kind == ErrorKind::not_supported) << part.error().what;
    }
    const bool has_sctp = static_cast<bool>(UniqueFd(::socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP)));
    auto fd = open_diag_socket();
    ASSERT_TRUE(fd);
    EXPECT_TRUE(has_sctp || !read_diag_table(fd->get(), {Protocol::sctp, Family::ipv4}, kNetns,
                                             {.traffic = true}));
    EXPECT_FALSE(
        read_diag_table(fd->get(), {Protocol::icmp, Family::ipv4}, kNetns, {.traffic = true}));
  });
}

TEST(SockDiag, ReadsRawSocketsOrReportsThatItCannot) {
  in_new_namespace([] {
    UniqueFd raw = make_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    auto fd = open_diag_socket();
    ASSERT_TRUE(fd);
    const auto part =
        read_diag_table(fd->get(), {Protocol::raw, Family::ipv4}, kNetns, {.traffic = false});
    if (!part) {
      EXPECT_EQ(part.error().kind, ErrorKind::not_supported);
      return;
    }
    const Socket* row = find_by_inode(part->sockets, inode_of(raw));
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->raw_protocol, IPPROTO_ICMP);
    EXPECT_EQ(row->local_port, 0u);
  });
}

TEST(SockDiag, ReadsVsockOrReportsThatItCannot) {
  if (const std::string why = reason_to_skip(AF_VSOCK, SOCK_STREAM, 0); !why.empty())
    GTEST_SKIP() << why;
  const UniqueFd probe = make_socket(AF_VSOCK, SOCK_STREAM);
  sockaddr_vm address{};
  address.svm_family = AF_VSOCK;
  address.svm_cid = VMADDR_CID_ANY;
  address.svm_port = VMADDR_PORT_ANY;
  bind_to(probe, address);
  ASSERT_EQ(::listen(probe.get(), 1), 0);
  auto fd = open_diag_socket();
  ASSERT_TRUE(fd);
  const auto part =
      read_diag_table(fd->get(), {Protocol::vsock, Family::unknown}, kNetns, {.traffic = false});
  if (!part) {
    EXPECT_EQ(part.error().kind, ErrorKind::not_supported);
    return;
  }
  const Socket* row = find_by_inode(part->sockets, inode_of(probe));
  ASSERT_NE(row, nullptr);
  EXPECT_EQ(row->state, State::listen);
}

TEST(SockDiag, AppendsToTheRowsOfThePart) {
  in_new_namespace([] {
    UniqueFd bound = make_socket(AF_UNIX, SOCK_DGRAM);
    bind_name(bound, std::string("\0one", 4));
    UniqueFd udp = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(udp, loopback4());
    auto fd = open_diag_socket();
    ASSERT_TRUE(fd);
    TablePart part;
    ASSERT_TRUE(append_diag_table(fd->get(), {Protocol::udp, Family::ipv4}, kNetns,
                                  {.traffic = true}, part));
    ASSERT_TRUE(append_diag_table(fd->get(), {Protocol::unix_domain, Family::unknown}, kNetns,
                                  {.traffic = true}, part));
    EXPECT_FALSE(append_diag_table(fd->get(), {Protocol::icmp, Family::ipv4}, kNetns,
                                   {.traffic = true}, part));
    ASSERT_EQ(part.sockets.size(), 2u);
    EXPECT_EQ(part.sockets[0].inode.value(), inode_of(udp));
    EXPECT_EQ(name_of(part, part.sockets[1]), "one");
  });
}

}  // namespace
}  // namespace portexplorer
