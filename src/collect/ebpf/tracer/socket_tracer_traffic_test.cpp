// Payload and packets of UDP and other protocols, with each traffic counter.
#include <gmock/gmock.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <cstring>

#include "collect/ebpf/loader/kernel_names.h"
#include "collect/ebpf/tracer/counted_traffic.h"
#include "support/bpf/far_end.h"
#include "support/bpf/tracer.h"
#include "support/bpf/transfer_paths.h"

namespace portexplorer {
namespace {

struct UdpPair {
  UniqueFd client;
  UniqueFd server;
  std::uint64_t client_cookie = 0;
  std::uint64_t server_cookie = 0;
};

template <typename Address>
UdpPair connect_udp(int family, const Address& any) {
  UdpPair pair;
  pair.server = make_socket(family, SOCK_DGRAM);
  bind_to(pair.server, any);
  pair.client = make_socket(family, SOCK_DGRAM);
  connect_to(pair.client, address_of<Address>(pair.server));
  pair.client_cookie = cookie_of(pair.client);
  pair.server_cookie = cookie_of(pair.server);
  return pair;
}

// Kernels have the tracepoints, fexit, or both. All of them can count packets.
bool may_lack(TrafficCounter way) {
  const bool tracepoints = KernelNames::read().may_have("btf_trace_sock_send_length");
  return (way == TrafficCounter::tracepoint && !tracepoints) ||
         (way == TrafficCounter::fexit && tracepoints);
}

// Returns the BTF id of a function (linux/btf.h), or 0 if there is none.
std::int32_t id_of_function(std::string_view btf, std::string_view name) {
  btf_header header{};
  if (btf.size() < sizeof header) return 0;
  std::memcpy(&header, btf.data(), sizeof header);
  std::string_view types = btf.substr(header.hdr_len + header.type_off, header.type_len);
  const std::string_view names = btf.substr(header.hdr_len + header.str_off, header.str_len);
  for (std::int32_t id = 1; types.size() >= sizeof(btf_type); ++id) {
    btf_type type{};
    std::memcpy(&type, types.data(), sizeof type);
    if (BTF_INFO_KIND(type.info) == BTF_KIND_FUNC &&
        names.substr(type.name_off).starts_with(std::string(name) + '\0'))
      return id;
    const std::size_t members = BTF_INFO_VLEN(type.info);
    std::size_t more = 0;
    switch (BTF_INFO_KIND(type.info)) {
      case BTF_KIND_INT: more = sizeof(std::uint32_t); break;
      case BTF_KIND_ARRAY: more = sizeof(btf_array); break;
      case BTF_KIND_STRUCT:
      case BTF_KIND_UNION: more = members * sizeof(btf_member); break;
      case BTF_KIND_ENUM: more = members * sizeof(btf_enum); break;
      case BTF_KIND_ENUM64: more = members * sizeof(btf_enum64); break;
      case BTF_KIND_FUNC_PROTO: more = members * sizeof(btf_param); break;
      case BTF_KIND_VAR: more = sizeof(btf_var); break;
      case BTF_KIND_DATASEC: more = members * sizeof(btf_var_secinfo); break;
      case BTF_KIND_DECL_TAG: more = sizeof(btf_decl_tag); break;
      default: break;
    }
    types.remove_prefix(std::min(types.size(), sizeof type + more));
  }
  return 0;
}

// Tests whether the kernel supports fexit, with the smallest possible program on a function that
// every kernel has, independently of our own programs. Returns the reason if it does not, otherwise
// empty.
std::string why_no_program_follows_functions() {
  const auto types = KernelTypes::read();
  const std::int32_t function = id_of_function(types.bytes(), "udp_sendmsg");
  if (function <= 0) return "the kernel's types do not name udp_sendmsg";
  std::array<bpf_insn, 2> nothing{};  // return 0
  nothing[0].code = BPF_ALU64 | BPF_MOV | BPF_K;
  nothing[1].code = BPF_JMP | BPF_EXIT;
  bpf_attr load{};
  load.prog_type = BPF_PROG_TYPE_TRACING;
  load.expected_attach_type = BPF_TRACE_FEXIT;
  load.attach_btf_id = static_cast<std::uint32_t>(function);
  load.insns = reinterpret_cast<std::uintptr_t>(nothing.data());
  load.insn_cnt = nothing.size();
  load.license = reinterpret_cast<std::uintptr_t>("GPL");
  const UniqueFd program(static_cast<int>(::syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load)));
  if (!program) return "the kernel loads no program that follows a function: " + errno_text();
  bpf_attr attach{};
  attach.raw_tracepoint.prog_fd = static_cast<std::uint32_t>(program.get());
  const UniqueFd link(
      static_cast<int>(::syscall(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &attach, sizeof attach)));
  return link ? "" : "the kernel attaches no program to a function: " + errno_text();
}

// If the kernel does not support a counter, creating the tracer must fail, and its tests are
// skipped with the kernel's reason.
class TracerTraffic : public ::testing::TestWithParam<TrafficCounter> {
 protected:
  void SetUp() override {
    if (!may_lack(GetParam())) return;
    const auto tracer = SocketTracer::create({.traffic = GetParam(), .ring_bytes = 1u << 20});
    if (tracer) {
      EXPECT_EQ((*tracer)->traffic_counter(), GetParam());
      return;
    }
    EXPECT_THAT(tracer.error().kind,
                ::testing::AnyOf(ErrorKind::not_supported, ErrorKind::not_permitted))
        << tracer.error().what;
    const std::string why = GetParam() == TrafficCounter::fexit
                                ? why_no_program_follows_functions()
                                : "this kernel has no tracepoint sock_send_length";
    ASSERT_NE(why, "") << "the kernel can do it, but we say: " << tracer.error().what;
    GTEST_SKIP() << why;
  }
};

void expect_traffic(const Seen& closed, std::uint64_t sent, std::uint64_t sent_packets,
                    std::uint64_t received, std::uint64_t received_packets) {
  const Socket& s = closed.event.socket;
  EXPECT_EQ(s.sent_bytes, sent);
  EXPECT_EQ(s.sent_packets, sent_packets);
  EXPECT_EQ(s.received_bytes, received);
  EXPECT_EQ(s.received_packets, received_packets);
  EXPECT_TRUE(s.known(Known::bytes));
  EXPECT_TRUE(s.known(Known::lifetime));
  EXPECT_EQ(pid_of(closed), ::getpid());
}

template <typename Address>
void count_udp_both_ways(TrafficCounter way, int family, const Address& any) {
  TestTracer watch({.traffic = way, .ring_bytes = 1u << 20});
  ASSERT_TRUE(watch.works());
  EXPECT_EQ(watch.tracer().traffic_counter(), way);
  UdpPair pair = connect_udp(family, any);
  const Address client = address_of<Address>(pair.client);
  send_bytes(pair.client, 700);
  send_bytes(pair.client, 1);
  EXPECT_EQ(::send(pair.client.get(), "", 0, 0), 0);
  std::array<char, 2000> buffer{};
  EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), MSG_PEEK), 700);
  EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), 0), 700);
  EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), 0), 1);
  EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), 0), 0);
  EXPECT_EQ(::sendto(pair.server.get(), buffer.data(), 1200, 0,
                     reinterpret_cast<const sockaddr*>(&client), sizeof client),
            1200);
  EXPECT_EQ(::recv(pair.client.get(), buffer.data(), buffer.size(), 0), 1200);
  pair.client.reset();
  pair.server.reset();
  expect_traffic(watch.event(Action::close, pair.client_cookie), 701, 3, 1200, 1);
  expect_traffic(watch.event(Action::close, pair.server_cookie), 1200, 1, 701, 3);
}

TEST_P(TracerTraffic, UdpPayloadBothWaysOverIpv4) {
  in_new_namespace([] { count_udp_both_ways(GetParam(), AF_INET, loopback4()); });
}

TEST_P(TracerTraffic, UdpPayloadBothWaysOverIpv6) {
  in_new_namespace([] { count_udp_both_ways(GetParam(), AF_INET6, loopback6()); });
}

UdpPair connect_udp_by(int family) {
  return family == AF_INET ? connect_udp(AF_INET, loopback4()) : connect_udp(AF_INET6, loopback6());
}

void expect_one_way(TestTracer& watch, UdpPair& pair, std::uint64_t bytes,
                    std::uint64_t datagrams) {
  pair.client.reset();
  pair.server.reset();
  expect_traffic(watch.event(Action::close, pair.client_cookie), bytes, datagrams, 0, 0);
  expect_traffic(watch.event(Action::close, pair.server_cookie), 0, 0, bytes, datagrams);
}

TEST_P(TracerTraffic, EverySendingPathOfUdp) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    for (const int family : {AF_INET, AF_INET6}) {
      for (const SendingPath& path : sending_paths()) {
        SCOPED_TRACE(std::string(path.name) + (family == AF_INET ? " over IPv4" : " over IPv6"));
        UdpPair pair = connect_udp_by(family);
        path.send(pair.client.get());
        std::array<char, 2000> buffer{};
        for (std::size_t i = 0; i < path.calls; ++i) {
          EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), 0),
                    static_cast<ssize_t>(path.bytes / path.calls));
        }
        expect_one_way(watch, pair, path.bytes, path.calls);
      }
    }
  });
}

TEST_P(TracerTraffic, EveryReceivingPathOfUdp) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    for (const int family : {AF_INET, AF_INET6}) {
      for (const ReceivingPath& path : receiving_paths()) {
        SCOPED_TRACE(std::string(path.name) + (family == AF_INET ? " over IPv4" : " over IPv6"));
        UdpPair pair = connect_udp_by(family);
        send_bytes(pair.client, 900);
        path.receive(pair.server.get(), 900);
        expect_one_way(watch, pair, 900, 1);
      }
    }
  });
}

// The MTU is smaller than the datagram, which is fragmented but counted once.
TEST_P(TracerTraffic, UdpOverACable) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    for (const int family : {AF_INET, AF_INET6}) {
      FarEnd far;
      UniqueFd client = FarEnd::connected(family, SOCK_DGRAM, port_of(far.datagrams));
      const auto at_client = cookie_of(client);
      const auto at_server = cookie_of(far.datagrams);
      for (const std::size_t size : {1000, 5000}) {
        send_bytes(client, size);
        std::array<char, 6000> buffer{};
        EXPECT_EQ(::recv(far.datagrams.get(), buffer.data(), buffer.size(), 0),
                  static_cast<ssize_t>(size));
      }
      client.reset();
      far.datagrams.reset();
      expect_traffic(watch.event(Action::close, at_client), 6000, 2, 0, 0);
      expect_traffic(watch.event(Action::close, at_server), 0, 0, 6000, 2);
      run_command("ip link delete near");
    }
  });
}

// An error is returned together with the datagram that caused it, which was sent once and not
// received.
TEST_P(TracerTraffic, AReturnedErrorIsNotCountedAsReceived) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    for (const int family : {AF_INET, AF_INET6}) {
      UdpPair pair = connect_udp_by(family);
      set_option(pair.client, family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6,
                 family == AF_INET ? IP_RECVERR : IPV6_RECVERR, 1);
      pair.server.reset();
      send_bytes(pair.client, 100);
      std::array<char, 200> bytes{};
      iovec part{bytes.data(), bytes.size()};
      msghdr message{};
      message.msg_iov = &part;
      message.msg_iovlen = 1;
      EXPECT_EQ(::recvmsg(pair.client.get(), &message, MSG_ERRQUEUE), 100) << errno_text();
      pair.client.reset();
      expect_traffic(watch.event(Action::close, pair.client_cookie), 100, 1, 0, 0);
    }
  });
}

std::vector<TrafficCount> all_counted(const TestTracer& watch) {
  auto reader = CountedTraffic::create(watch.tracer().maps());
  std::vector<TrafficCount> counts;
  EXPECT_TRUE(reader && (*reader)->read(counts));
  return counts;
}

// Returns what the programs have counted for an open socket.
TrafficCount counted(const TestTracer& watch, const UniqueFd& fd) {
  const auto counts = all_counted(watch);
  const auto it = std::ranges::find(counts, Cookie{cookie_of(fd)}, &TrafficCount::cookie);
  EXPECT_NE(it, counts.end());
  return it == counts.end() ? TrafficCount{} : *it;
}

void expect_counted(const TestTracer& watch, const UdpPair& pair, std::uint64_t bytes,
                    bool lifetime) {
  const TrafficCount sent = counted(watch, pair.client);
  EXPECT_EQ(sent.sent_bytes, bytes);
  EXPECT_EQ(sent.sent_packets, 1u);
  EXPECT_EQ(sent.received_bytes, 0u);
  EXPECT_EQ(sent.lifetime, lifetime);
  const TrafficCount received = counted(watch, pair.server);
  EXPECT_EQ(received.received_bytes, bytes);
  EXPECT_EQ(received.received_packets, 1u);
  EXPECT_EQ(received.sent_bytes, 0u);
  EXPECT_EQ(received.lifetime, lifetime);
}

// Counters are in slots or in socket-local storage (bpf/tracer_state_store.h), also for sockets
// that are older than the trace.
TEST_P(TracerTraffic, CountsCanBeReadFromSlotsAndFromStorage) {
  in_new_namespace([] {
    for (const std::uint32_t slots : {8192u, 1u}) {
      const UdpPair older = connect_udp(AF_INET, loopback4());
      TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20, .slots = slots});
      ASSERT_TRUE(watch.works());
      UdpPair newer = connect_udp(AF_INET6, loopback6());
      for (const auto& [pair, bytes] : {std::pair<const UdpPair*, std::uint64_t>{&older, 300},
                                        std::pair<const UdpPair*, std::uint64_t>{&newer, 500}}) {
        send_bytes(pair->client, bytes);
        EXPECT_EQ(receive_bytes(pair->server, bytes), bytes);
      }
      expect_counted(watch, older, 300, false);
      expect_counted(watch, newer, 500, true);
      newer.client.reset();
      newer.server.reset();
      for (const TrafficCount& count : all_counted(watch)) {
        EXPECT_NE(count.cookie.value(), newer.client_cookie);
        EXPECT_NE(count.cookie.value(), newer.server_cookie);
      }
    }
  });
}

// The first traced calls on a socket are made by several threads at the same time.
TEST_P(TracerTraffic, SimultaneousFirstCallsAreAllCounted) {
  in_new_namespace([] {
    constexpr int kSockets = 500;
    constexpr int kThreads = 4;
    const UniqueFd receiver = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(receiver, loopback4());
    std::vector<UniqueFd> senders;
    for (int i = 0; i < kSockets; ++i)
      connect_to(senders.emplace_back(make_socket(AF_INET, SOCK_DGRAM)),
                 loopback4(port_of(receiver)));
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    std::barrier together(kThreads);
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
          for (const UniqueFd& sender : senders) {
            together.arrive_and_wait();
            EXPECT_EQ(::send(sender.get(), "x", 1, 0), 1);
          }
        });
      }
    }
    const auto counts = all_counted(watch);
    for (const UniqueFd& sender : senders) {
      const Cookie cookie{cookie_of(sender)};
      EXPECT_EQ(std::ranges::count(counts, cookie, &TrafficCount::cookie), 1);
      const auto it = std::ranges::find(counts, cookie, &TrafficCount::cookie);
      if (it == counts.end()) continue;
      EXPECT_EQ(it->sent_packets, static_cast<std::uint64_t>(kThreads));
    }
  });
}

constexpr std::uint16_t kEtherType = 0x88b5;  // reserved for experiments

// For families other than IPv4 and IPv6, every counter counts calls.
TEST_P(TracerTraffic, PacketSockets) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    const UniqueFd sender = make_socket(AF_PACKET, SOCK_DGRAM);
    const UniqueFd receiver = make_socket(AF_PACKET, SOCK_DGRAM, htons(kEtherType));
    sockaddr_ll to{};
    to.sll_family = AF_PACKET;
    to.sll_protocol = htons(kEtherType);
    to.sll_ifindex = 1;
    std::array<char, 500> bytes{};
    ASSERT_EQ(::sendto(sender.get(), bytes.data(), 100, 0, reinterpret_cast<const sockaddr*>(&to),
                       sizeof to),
              100);
    ASSERT_EQ(::recv(receiver.get(), bytes.data(), bytes.size(), 0), 100);
    EXPECT_EQ(counted(watch, sender).sent_bytes, 100u);
    EXPECT_EQ(counted(watch, sender).sent_packets, 1u);
    EXPECT_EQ(counted(watch, receiver).received_bytes, 100u);
    EXPECT_EQ(counted(watch, receiver).received_packets, 1u);
  });
}

TEST_P(TracerTraffic, SendfileToAUnixStream) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const UniqueFd sender(ends[0]);
    const UniqueFd receiver(ends[1]);
    const UniqueFd file(::memfd_create("file", MFD_CLOEXEC));
    ASSERT_EQ(::ftruncate(file.get(), 300), 0);
    send_bytes(sender, 50);
    ASSERT_EQ(::sendfile(sender.get(), file.get(), nullptr, 300), 300);
    ASSERT_EQ(receive_bytes(receiver, 350), 350u);
    EXPECT_EQ(counted(watch, sender).sent_bytes, 350u);
    EXPECT_EQ(counted(watch, receiver).received_bytes, 350u);
  });
}

TEST_P(TracerTraffic, UnixDatagramsAndPackets) {
  in_new_namespace([] {
    TestTracer watch({.traffic = GetParam(), .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    for (const int type : {SOCK_DGRAM, SOCK_SEQPACKET}) {
      int ends[2];
      ASSERT_EQ(::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends), 0);
      const UniqueFd sender(ends[0]);
      const UniqueFd receiver(ends[1]);
      std::array<char, 500> bytes{};
      for (const std::size_t size : {100, 0, 250}) {
        ASSERT_EQ(::send(sender.get(), bytes.data(), size, 0), static_cast<ssize_t>(size));
        ASSERT_EQ(::recv(receiver.get(), bytes.data(), bytes.size(), 0),
                  static_cast<ssize_t>(size));
      }
      EXPECT_EQ(counted(watch, sender).sent_bytes, 350u);
      EXPECT_EQ(counted(watch, sender).sent_packets, 3u);
      EXPECT_EQ(counted(watch, receiver).received_bytes, 350u);
      EXPECT_EQ(counted(watch, receiver).received_packets, 3u);
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Ways, TracerTraffic,
                         ::testing::Values(TrafficCounter::tracepoint, TrafficCounter::fexit,
                                           TrafficCounter::packet));

// One call sends five datagrams: packets are counted as on the network.
TEST(TracerTrafficPackets, SegmentsOfOneCallAreCounted) {
  in_new_namespace([] {
    TestTracer watch({.traffic = TrafficCounter::packet, .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    UdpPair pair = connect_udp(AF_INET, loopback4());
    set_option(pair.client, SOL_UDP, UDP_SEGMENT, 1000);
    send_bytes(pair.client, 4500);
    std::array<char, 2000> buffer{};
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), 0), 1000);
    EXPECT_EQ(::recv(pair.server.get(), buffer.data(), buffer.size(), 0), 500);
    pair.client.reset();
    pair.server.reset();
    expect_traffic(watch.event(Action::close, pair.client_cookie), 4500, 5, 0, 0);
    expect_traffic(watch.event(Action::close, pair.server_cookie), 0, 0, 4500, 5);
  });
}

TEST(TracerTrafficOff, NothingIsCountedUnlessRequested) {
  in_new_namespace([] {
    TestTracer watch({.traffic = TrafficCounter::none, .ring_bytes = 1u << 20});
    ASSERT_TRUE(watch.works());
    UdpPair pair = connect_udp(AF_INET, loopback4());
    send_bytes(pair.client, 100);
    pair.client.reset();
    const Seen closed = watch.event(Action::close, pair.client_cookie);
    EXPECT_FALSE(closed.event.socket.known(Known::bytes));
  });
}

TEST(TracerUdp, ConnectBindAndCloseAreReported) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UdpPair pair = connect_udp(AF_INET, loopback4());
    const std::uint16_t server_port = port_of(pair.server);
    const std::uint16_t client_port = port_of(pair.client);
    pair.client.reset();
    EXPECT_EQ(pid_of(watch.event(Action::open, pair.client_cookie)), ::getpid());
    const Seen bound = watch.event(Action::bind, pair.server_cookie);
    EXPECT_EQ(bound.event.socket.local_port, server_port);
    EXPECT_EQ(pid_of(bound), ::getpid());
    const Seen connected = watch.event(Action::connect, pair.client_cookie);
    EXPECT_EQ(connected.event.socket.remote_port, server_port);
    EXPECT_FALSE(connected.event.error_known);
    EXPECT_EQ(connected.event.socket.remote_address.bytes[0], 127);
    const Seen closed = watch.event(Action::close, pair.client_cookie);
    EXPECT_EQ(closed.event.socket.local_port, client_port);
    EXPECT_EQ(closed.event.socket.remote_port, server_port);
    EXPECT_EQ(closed.event.socket.protocol, Protocol::udp);
  });
}

}  // namespace
}  // namespace portexplorer
