// Compares rows of the BPF iterators with rows of sock_diag and /proc/net for the same sockets.
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <net/if.h>
#include <netinet/ip_icmp.h>
#include <netpacket/packet.h>

#include <map>
#include <tuple>

#include "collect/ebpf/loader/kernel_names.h"
#include "collect/procnet/proc_net.h"
#include "support/bpf/reader.h"

namespace portexplorer {
namespace {

constexpr std::array kKnown = {
    Known::uid,         Known::mark,        Known::recv_queue,  Known::send_queue, Known::bytes,
    Known::packets,     Known::rtt,         Known::retransmits, Known::lifetime,   Known::interface,
    Known::recv_memory, Known::send_memory, Known::drops,       Known::endpoints};

std::string describe(const Socket& s) {
  std::string text = std::string(to_string(s.protocol)) + " " + std::string(to_string(s.family)) +
                     " " + std::string(to_string(s.state)) + " ";
  append_ip(text, s.family, s.local_address);
  text += ":" + std::to_string(s.local_port) + " ";
  append_ip(text, s.family, s.remote_address);
  return text + ":" + std::to_string(s.remote_port) + " inode " + std::to_string(s.inode.value());
}

void expect_same_identity(const Socket& bpf, const Socket& netlink) {
  EXPECT_EQ(bpf.netns, netlink.netns);
  EXPECT_EQ(bpf.inode, netlink.inode);
  EXPECT_EQ(bpf.protocol, netlink.protocol);
  EXPECT_EQ(bpf.family, netlink.family);
  EXPECT_EQ(bpf.state, netlink.state);
  EXPECT_EQ(bpf.local_address, netlink.local_address);
  EXPECT_EQ(bpf.remote_address, netlink.remote_address);
  EXPECT_EQ(bpf.local_port, netlink.local_port);
  EXPECT_EQ(bpf.remote_port, netlink.remote_port);
  EXPECT_EQ(bpf.raw_protocol, netlink.raw_protocol);
  EXPECT_EQ(bpf.interface, netlink.interface);
}

void expect_same_values(const Socket& bpf, const Socket& netlink) {
  const auto expect_same = [&](Known known, auto Socket::*member, const char* name) {
    if (!netlink.known(known)) return;
    EXPECT_EQ(bpf.*member, netlink.*member) << name;
  };
  expect_same(Known::uid, &Socket::uid, "uid");
  expect_same(Known::mark, &Socket::mark, "mark");
  expect_same(Known::recv_queue, &Socket::recv_queue, "recv_queue");
  expect_same(Known::send_queue, &Socket::send_queue, "send_queue");
  expect_same(Known::recv_memory, &Socket::recv_memory, "recv_memory");
  expect_same(Known::send_memory, &Socket::send_memory, "send_memory");
  expect_same(Known::drops, &Socket::drops, "drops");
  expect_same(Known::bytes, &Socket::sent_bytes, "sent_bytes");
  expect_same(Known::bytes, &Socket::received_bytes, "received_bytes");
  expect_same(Known::packets, &Socket::sent_packets, "sent_packets");
  expect_same(Known::packets, &Socket::received_packets, "received_packets");
  expect_same(Known::rtt, &Socket::rtt_us, "rtt_us");
  // The netlink row was read later: the kernel may have retransmitted once more.
  if (netlink.known(Known::retransmits)) {
    EXPECT_LE(bpf.retransmits, netlink.retransmits);
  }
}

// Only the BPF iterators recognize kernel sockets, and /proc/net does not show dual-stack sockets.
// Netlink does not show which end opened an MPTCP connection, nor a TCP connection while data is in
// flight.
void expect_same_flags(const Socket& bpf, const Socket& netlink) {
  const auto bit = [](SocketFlag flag) { return static_cast<unsigned>(flag); };
  const unsigned v6 = bit(SocketFlag::v6only) | bit(SocketFlag::dual_stack);
  const unsigned opener = bit(SocketFlag::active_open) | bit(SocketFlag::passive_open);
  const unsigned ignored = bit(SocketFlag::from_procfs) | bit(SocketFlag::of_kernel) |
                           (netlink.has(SocketFlag::from_procfs) ? v6 : 0U) |
                           ((netlink.flags & opener) == 0 ? opener : 0U);
  EXPECT_EQ(bpf.flags & ~ignored, netlink.flags & ~ignored);
}

// Checks that the BPF row has at least the fields of the netlink row, with the same values.
void expect_says_the_same(const Socket& bpf, const Socket& netlink) {
  expect_same_identity(bpf, netlink);
  for (const Known k : kKnown)
    EXPECT_TRUE(bpf.known(k) || !netlink.known(k)) << "known bit " << static_cast<unsigned>(k);
  expect_same_values(bpf, netlink);
  expect_same_flags(bpf, netlink);
}

TablePart read_diag(const DiagTable& table) {
  auto diag = open_diag_socket();
  EXPECT_TRUE(diag);
  auto part = read_diag_table(diag->get(), table, netns_of_this_thread(), {.traffic = true});
  EXPECT_TRUE(part) << to_string(table.protocol) << ": " << part.error().what;
  return part ? std::move(*part) : TablePart();
}

// Timers of closing connections continue during the reading.
bool has_moved(const TablePart& before, const Socket& now) {
  const auto moving = [](const Socket& s) {
    return std::tuple(s.state, s.recv_queue, s.send_queue, s.sent_bytes, s.sent_packets,
                      s.received_bytes, s.received_packets, s.rtt_us);
  };
  const auto it = std::ranges::find_if(before.sockets, [&](const Socket& s) {
    return s.cookie == now.cookie && s.inode == now.inode;
  });
  return it == before.sockets.end() || moving(*it) != moving(now);
}

// Compares each netlink or /proc/net row of this thread's network namespace with the BPF row that
// has the same cookie, or the same inode, as /proc/net has no cookies.
class Comparison {
 public:
  explicit Comparison(const SocketReading& reading)
      : reading_(reading), netns_(netns_of_this_thread()) {
    for (const Socket& s : reading.sockets) {
      if (s.netns == netns_) rows_[{s.cookie.value(), s.inode.value()}] = &s;
    }
  }

  // Returns the number of compared rows. `before` is the table before the BPF reading; sockets that
  // have changed since are skipped.
  std::size_t with_diag(const DiagTable& table, const TablePart* before = nullptr) {
    TablePart part = read_diag(table);
    if (before != nullptr)
      std::erase_if(part.sockets, [&](const Socket& s) { return has_moved(*before, s); });
    return compare(part);
  }
  std::size_t with_proc(std::string_view file) {
    const UniqueFd directory(::open("/proc/thread-self/net", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const auto part = read_proc_net(directory.get(), file, netns_);
    EXPECT_TRUE(part);
    return part ? compare(*part) : 0;
  }

 private:
  std::size_t compare(const TablePart& part) {
    std::size_t compared = 0;
    for (const Socket& plain : part.sockets) {
      SCOPED_TRACE(describe(plain));
      const Socket* reader = find(plain);
      if (reader == nullptr) {
        // The socket of sock_diag itself, and others that were opened after the BPF reading.
        const bool newer = plain.protocol == Protocol::netlink;
        EXPECT_TRUE(newer) << "not in the BPF reading";
        continue;
      }
      ++compared;
      Socket expected = plain;
      const bool answers_us = plain.protocol == Protocol::netlink &&
                              plain.local_port == 0;  // our request is in its queue
      if (answers_us) {
        expected.forget(Known::recv_memory);
        expected.forget(Known::send_memory);
      }
      expect_says_the_same(*reader, expected);
      EXPECT_EQ(std::string_view(reading_.text).substr(reader->text.offset, reader->text.length),
                std::string_view(part.text).substr(plain.text.offset, plain.text.length));
    }
    return compared;
  }

  const Socket* find(const Socket& plain) const {
    if (plain.cookie.value() != 0) {
      const auto it = rows_.find({plain.cookie.value(), plain.inode.value()});
      return it == rows_.end() ? nullptr : it->second;
    }
    const auto it = std::ranges::find_if(
        rows_, [&](const auto& row) { return row.first.second == plain.inode.value(); });
    return it == rows_.end() ? nullptr : it->second;
  }

  const SocketReading& reading_;
  NetnsId netns_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, const Socket*> rows_;
};

UniqueFd unix_socket(int type, const std::string& name, bool listening) {
  UniqueFd fd = make_socket(AF_UNIX, type);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.data(), name.size());
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), length), 0);
  if (listening) {
    EXPECT_EQ(::listen(fd.get(), 7), 0);
  }
  return fd;
}

void hold_unix_sockets(std::vector<UniqueFd>& held, const std::string& path) {
  using std::string_literals::operator""s;
  held.push_back(unix_socket(SOCK_STREAM, path, true));
  held.push_back(unix_socket(SOCK_SEQPACKET, "\0portexplorer\0rows"s, true));
  const std::string longest = "/tmp/" + std::string(103 - std::to_string(::getpid()).size(), 'x') +
                              std::to_string(::getpid());
  held.push_back(unix_socket(SOCK_DGRAM, longest, false));
  ::unlink(longest.c_str());
  for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
    int pair[2];
    ASSERT_EQ(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair), 0);
    held.emplace_back(pair[0]);
    held.emplace_back(pair[1]);
    ASSERT_EQ(::send(pair[0], "hello", 5, 0), 5);
    if (type != SOCK_SEQPACKET) {
      ASSERT_EQ(::send(pair[0], "you", 3, 0), 3);
    }
  }
}

void hold_inet_sockets(std::vector<UniqueFd>& held) {
  // A dual-stack listener, and a connection to it
  held.push_back(make_socket(AF_INET6, SOCK_STREAM));
  bind_to(held.back(), any6());
  ASSERT_EQ(::listen(held.back().get(), 9), 0);
  const std::uint16_t port = port_of(held.back());
  UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
  connect_to(client, loopback4(port));
  UniqueFd server(::accept4(held.back().get(), nullptr, nullptr, SOCK_CLOEXEC));
  send_bytes(client, 1234);
  held.push_back(std::move(client));
  held.push_back(std::move(server));
  UniqueFd client6 = make_socket(AF_INET6, SOCK_STREAM);
  sockaddr_in6 loopback6 = any6(port);
  loopback6.sin6_addr = in6addr_loopback;
  connect_to(client6, loopback6);
  held.emplace_back(::accept4(held[0].get(), nullptr, nullptr, SOCK_CLOEXEC));
  held.push_back(std::move(client6));
  held.push_back(make_socket(AF_INET6, SOCK_STREAM));
  set_option(held.back(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
  set_option(held.back(), SOL_SOCKET, SO_MARK, 0x1234);
  bind_to(held.back(), any6());
  ASSERT_EQ(::listen(held.back().get(), 1), 0);
}

void hold_datagram_sockets(std::vector<UniqueFd>& held) {
  held.push_back(make_socket(AF_INET, SOCK_DGRAM));
  bind_to(held.back(), loopback4());
  const std::uint16_t port = port_of(held.back());
  held.push_back(make_socket(AF_INET, SOCK_DGRAM));
  connect_to(held.back(), loopback4(port));
  send_bytes(held.back(), 300);
  ASSERT_EQ(::setsockopt(held.back().get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", 3), 0);
  ASSERT_EQ(::fchown(held.back().get(), 1234, 1234), 0);
  held.push_back(make_socket(AF_INET6, SOCK_DGRAM));
  bind_to(held.back(), any6());
  held.push_back(make_socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE));
  bind_to(held.back(), loopback4());
  held.push_back(make_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  held.push_back(make_socket(AF_INET6, SOCK_RAW, 253));
  held.push_back(make_socket(AF_INET, SOCK_RAW, 254));
  connect_to(held.back(), loopback4());
}

void hold_other_sockets(std::vector<UniqueFd>& held) {
  held.push_back(make_socket(AF_PACKET, SOCK_DGRAM, htons(0x88b5)));
  sockaddr_ll link{};
  link.sll_family = AF_PACKET;
  link.sll_protocol = htons(0x88b6);
  link.sll_ifindex = 1;
  held.push_back(make_socket(AF_PACKET, SOCK_RAW));
  bind_to(held.back(), link);
  held.push_back(make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  sockaddr_nl netlink{};
  netlink.nl_family = AF_NETLINK;
  bind_to(held.back(), netlink);
}

class ReaderRowsByWay : public ::testing::TestWithParam<ReaderOptions> {};
INSTANTIATE_TEST_SUITE_P(WithAndWithoutPrefetchOrBtfSubset, ReaderRowsByWay,
                         ::testing::Values(ReaderOptions{}, ReaderOptions{.prefetch = false},
                                           ReaderOptions{.cut_types = false}),
                         [](const auto& test) {
                           return std::string(!test.param.cut_types ? "ByLibbpf"
                                              : test.param.prefetch ? "Ahead"
                                                                    : "Plain");
                         });

TEST_P(ReaderRowsByWay, AgreeWithNetlinkForEveryProtocol) {
  in_new_namespace([] {
    std::vector<UniqueFd> held;
    const std::string path = "/tmp/portexplorer-rows-" + std::to_string(::getpid());
    hold_inet_sockets(held);
    hold_datagram_sockets(held);
    hold_unix_sockets(held, path);
    hold_other_sockets(held);
    ::unlink(path.c_str());
    TestReader reader(GetParam());
    Comparison comparison(reader.read());
    EXPECT_EQ(comparison.with_diag({Protocol::tcp, Family::unknown}), 6u);
    EXPECT_EQ(comparison.with_diag({Protocol::udp, Family::ipv4}), 2u);
    EXPECT_EQ(comparison.with_diag({Protocol::udp, Family::ipv6}), 1u);
    EXPECT_EQ(comparison.with_diag({Protocol::udplite, Family::ipv4}), 1u);
    EXPECT_EQ(comparison.with_diag({Protocol::unix_domain, Family::unknown}), 9u);
    EXPECT_EQ(comparison.with_diag({Protocol::packet, Family::unknown}), 2u);
    EXPECT_GT(comparison.with_diag({Protocol::netlink, Family::unknown}),
              3u);  // includes those of the kernel
    EXPECT_EQ(comparison.with_proc("raw"), 2u);
    EXPECT_EQ(comparison.with_proc("raw6"), 1u);
  });
}

TEST(ReaderRows, AgreeForPingSockets) {
  in_new_namespace([] {
    std::ofstream("/proc/sys/net/ipv4/ping_group_range") << "0 0";
    const UniqueFd ping = make_socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
    bind_to(ping, loopback4(77));
    TestReader reader;
    EXPECT_EQ(Comparison(reader.read()).with_proc("icmp"), 1u);
  });
}

TEST(ReaderRows, AgreeInEveryTcpState) {
  in_new_namespace([] {
    const std::vector<HeldState> states = make_all_tcp_states();
    const DiagTable tcp{Protocol::tcp, Family::unknown};
    TestReader reader;
    const TablePart before = read_diag(tcp);
    const SocketReading& reading = reader.read();
    // Most states have a socket at the other end
    EXPECT_GE(Comparison(reading).with_diag(tcp, &before), states.size());
    for (const HeldState& held : states) {
      SCOPED_TRACE(to_string(held.state));
      const NetnsId here = netns_of_this_thread();
      const auto it = std::ranges::find_if(reading.sockets, [&](const Socket& s) {
        return s.netns == here && s.protocol == Protocol::tcp && s.local_port == held.local_port &&
               s.remote_port == held.remote_port;
      });
      ASSERT_NE(it, reading.sockets.end());
      EXPECT_EQ(it->state, held.state);
      EXPECT_EQ(it->process != kNoIndex, held.has_file);
      if (held.received_bytes != 0) {
        EXPECT_EQ(it->received_bytes, held.received_bytes);
      }
    }
  });
}

TEST(ReaderRows, AgreeForMptcpWhoseSubflowsAreListed) {
  in_new_namespace([] {
    TcpPair pair = connect_pair(false, IPPROTO_MPTCP);
    send_bytes(pair.client, 4321);
    EXPECT_EQ(receive_bytes(pair.server, 4321), 4321u);
    TestReader reader;
    const SocketReading& reading = reader.read();
    Comparison comparison(reading);
    EXPECT_EQ(comparison.with_diag({Protocol::mptcp, Family::ipv4}), 3u);
    EXPECT_EQ(comparison.with_diag({Protocol::tcp, Family::unknown}), 3u);
    const Socket* client = find_by_cookie(reading, cookie_of(pair.client));
    ASSERT_NE(client, nullptr);
    EXPECT_EQ(client->protocol, Protocol::mptcp);
    // MPTCP has byte counters on Linux 6.5 or later.
    const bool counts = KernelNames::read().may_have("mptcpi_bytes_retrans");
    EXPECT_EQ(client->known(Known::bytes), counts);
    EXPECT_EQ(client->sent_bytes, counts ? 4321u : 0u);
    EXPECT_EQ(reading.held_otherwise, 0u);
  });
}

std::string opener_of(const Socket* row) {
  if (row == nullptr) return "no row";
  return row->has(SocketFlag::active_open)    ? "active"
         : row->has(SocketFlag::passive_open) ? "passive"
                                              : "";
}

TEST(ReaderRows, ShowWhichEndOpenedAConnection) {
  in_new_namespace([] {
    TestReader reader;
    for (const int protocol : {IPPROTO_TCP, IPPROTO_MPTCP}) {
      SCOPED_TRACE(protocol);
      TcpPair pair = connect_pair(false, protocol);
      const auto openers = [&](bool traffic) {
        ReaderRequest request;
        request.traffic = traffic;
        const SocketReading& reading = reader.read(request);
        const NetnsId here = netns_of_this_thread();
        const auto row = [&](const UniqueFd& fd) -> const Socket* {
          const auto it = std::ranges::find_if(reading.sockets, [&](const Socket& s) {
            return s.netns == here && s.inode.value() == inode_of(fd) &&
                   !s.has(SocketFlag::subflow);
          });
          return it == reading.sockets.end() ? nullptr : &*it;
        };
        return opener_of(row(pair.client)) + " " + opener_of(row(pair.server)) + " " +
               opener_of(row(pair.listener));
      };
      EXPECT_EQ(openers(true), "active passive ");
      EXPECT_EQ(openers(false), "active passive ") << "also where no counters are wanted";
      send_bytes(pair.client, 1);
      send_bytes(pair.server, 5000);
      EXPECT_EQ(receive_bytes(pair.server, 1), 1u);
      EXPECT_EQ(receive_bytes(pair.client, 5000), 5000u);
      EXPECT_EQ(openers(true), "active passive ");
      ::shutdown(pair.client.get(), SHUT_WR);
      EXPECT_EQ(receive_bytes(pair.server, SIZE_MAX), 0u);
      EXPECT_EQ(openers(true), "active passive ");
    }
  });
}

TEST(ReaderRows, AFinIsNotCountedAlsoAfterTheClose) {
  in_new_namespace([] {
    TcpPair pair = connect_pair();
    send_bytes(pair.client, 100);
    pair.client.reset();
    EXPECT_EQ(receive_bytes(pair.server, SIZE_MAX), 100u);
    ::shutdown(pair.server.get(), SHUT_WR);
    wait_for_state(pair.server, TCP_CLOSE);
    TestReader reader;
    const SocketReading& reading = reader.read();
    const Socket* server = find_by_cookie(reading, cookie_of(pair.server));
    ASSERT_NE(server, nullptr);
    EXPECT_EQ(server->state, State::closed);
    ASSERT_TRUE(server->known(Known::bytes));
    EXPECT_EQ(server->received_bytes, 100u);
    EXPECT_EQ(server->sent_bytes, 0u);
    EXPECT_EQ(server->received_packets, 1u);
  });
}

TEST(ReaderRows, SocketsInNoTableAreListed) {
  in_new_namespace([] {
    const UniqueFd unbound = make_socket(AF_INET, SOCK_STREAM);
    const UniqueFd vsock = make_socket(AF_VSOCK, SOCK_STREAM);
    sockaddr_vm address{};
    address.svm_family = AF_VSOCK;
    address.svm_cid = VMADDR_CID_ANY;
    address.svm_port = 0x12345678;
    bind_to(vsock, address);
    ASSERT_EQ(::listen(vsock.get(), 1), 0);
    TestReader reader;
    const SocketReading& reading = reader.read();
    const Socket* closed = find_by_inode(reading.sockets, inode_of(unbound));
    ASSERT_NE(closed, nullptr);
    EXPECT_EQ(closed->state, State::closed);
    EXPECT_EQ(pids_of(reading, inode_of(unbound)), std::vector<int>{::getpid()});
    const Socket* listening = find_by_inode(reading.sockets, inode_of(vsock));
    ASSERT_NE(listening, nullptr);
    EXPECT_EQ(listening->protocol, Protocol::vsock);
    EXPECT_EQ(listening->state, State::listen);
    EXPECT_EQ(listening->local_port, 0x12345678u);
  });
}

// Returns a socket pair. In the receive queue of its second socket are a message of five bytes, of
// which two have been read if it is a stream, and `count` messages of one byte.
std::pair<UniqueFd, UniqueFd> pair_with_messages(int type, int count) {
  int fds[2];
  EXPECT_EQ(::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), 0);
  std::pair pair{UniqueFd(fds[0]), UniqueFd(fds[1])};
  const int buffer = 64 << 20;
  EXPECT_EQ(::setsockopt(fds[0], SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer), 0);
  send_bytes(pair.first, 5);
  char taken[2];
  if (type == SOCK_STREAM) {
    EXPECT_EQ(::recv(fds[1], taken, sizeof taken, 0), 2);
  }
  for (int i = 0; i < count; ++i) send_bytes(pair.first, 1);
  return pair;
}

TEST(ReaderRows, TheMessagesOfAUnixQueueAreAddedUp) {
  in_new_namespace([] {
    const auto stream = pair_with_messages(SOCK_STREAM, 300);
    const auto packets = pair_with_messages(SOCK_SEQPACKET, 300);
    TestReader reader;
    const SocketReading& reading = reader.read();
    for (const auto& [pair, bytes] : {std::pair{&stream, 303u}, std::pair{&packets, 305u}}) {
      const Socket* socket = find_by_inode(reading.sockets, inode_of(pair->second));
      ASSERT_NE(socket, nullptr);
      EXPECT_TRUE(socket->known(Known::recv_queue)) << bytes;
      EXPECT_EQ(socket->recv_queue, bytes);
    }
  });
}

// The number of messages that are added up is limited, so that one socket cannot delay the reading.
TEST(ReaderRows, AUnixQueueThatIsNotAddedUpIsReported) {
  in_new_namespace([] {
    const auto packets = pair_with_messages(SOCK_SEQPACKET, 1000);
    TestReader reader;
    const SocketReading& reading = reader.read();
    const Socket* socket = find_by_inode(reading.sockets, inode_of(packets.second));
    ASSERT_NE(socket, nullptr);
    EXPECT_FALSE(socket->known(Known::recv_queue));
    const CoverageGap* gap = reading.coverage.find("ebpf.unix_queues");
    ASSERT_NE(gap, nullptr);
    EXPECT_THAT(gap->remedy.text, ::testing::HasSubstr("--backend netlink"));
    ReaderRequest request;
    request.protocols = {Protocol::tcp};
    EXPECT_EQ(reader.read(request).coverage.find("ebpf.unix_queues"), nullptr);
  });
}

TEST(ReaderRows, ProtocolsAndTrafficAreOmittedUnlessRequested) {
  in_new_namespace([] {
    const TcpPair pair = connect_pair();
    const UniqueFd udp = make_socket(AF_INET, SOCK_DGRAM);
    TestReader reader;
    ReaderRequest request;
    request.protocols = {Protocol::tcp};
    request.traffic = false;
    const SocketReading& reading = reader.read(request);
    EXPECT_TRUE(std::ranges::all_of(reading.sockets,
                                    [](const Socket& s) { return s.protocol == Protocol::tcp; }));
    const Socket* client = find_by_cookie(reading, cookie_of(pair.client));
    ASSERT_NE(client, nullptr);
    EXPECT_FALSE(client->known(Known::bytes));
    EXPECT_TRUE(client->known(Known::recv_queue) && client->known(Known::send_queue));
  });
}

}  // namespace
}  // namespace portexplorer
