// Peers of unconnected UDP sockets, for each call and for each socket.
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <thread>

#include "collect/ebpf/tracer/counted_traffic.h"
#include "model/socket_facts.h"
#include "support/bpf/tracer.h"
#include "support/bpf/transfer_paths.h"

namespace portexplorer {
namespace {

using ::testing::ElementsAre;

// A socket address as passed to system calls.
struct Name {
  sockaddr_storage storage{};
  socklen_t length = 0;

  template <typename Address>
  explicit Name(const Address& address) : length(sizeof address) {
    std::memcpy(&storage, &address, sizeof address);
  }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

sockaddr_in6 mapped(std::uint16_t port) {
  sockaddr_in6 address = any6(port);
  EXPECT_EQ(::inet_pton(AF_INET6, "::ffff:127.0.0.1", &address.sin6_addr), 1);
  return address;
}

// Two unconnected sockets, and the addresses by which they reach each other.
struct Kind {
  const char* name;
  int sender_family;
  int receiver_family;
  Name (*receiver_name)(std::uint16_t port);  // destination address used by the sender
  // Address of both sockets as displayed in a row.
  const char* shown;
};

const Kind kKinds[] = {
    {"Ipv4", AF_INET, AF_INET, [](std::uint16_t port) { return Name(loopback4(port)); },
     "127.0.0.1"},
    {"Ipv6", AF_INET6, AF_INET6, [](std::uint16_t port) { return Name(loopback6(port)); }, "::1"},
    {"MappedSender", AF_INET6, AF_INET, [](std::uint16_t port) { return Name(mapped(port)); },
     "127.0.0.1"},
    {"MappedReceiver", AF_INET, AF_INET6, [](std::uint16_t port) { return Name(loopback4(port)); },
     "127.0.0.1"},
};

struct Ends {
  UniqueFd sender;
  UniqueFd receiver;
  std::uint16_t receiver_port = 0;
  std::uint64_t sender_cookie = 0;
  std::uint64_t receiver_cookie = 0;

  explicit Ends(const Kind& kind)
      : sender(make_socket(kind.sender_family, SOCK_DGRAM)),
        receiver(make_socket(kind.receiver_family, SOCK_DGRAM)) {
    if (kind.receiver_family == AF_INET6) bind_to(receiver, any6());
    else bind_to(receiver, loopback4());
    receiver_port = port_of(receiver);
    sender_cookie = cookie_of(sender);
    receiver_cookie = cookie_of(receiver);
  }
};

using Send = void (*)(int fd, const Name& to, std::string bytes);
using Receive = void (*)(int fd, std::size_t bytes);

struct Message {
  std::string& bytes;
  iovec part{bytes.data(), bytes.size()};
  msghdr header{};

  Message(std::string& content, const Name& to) : Message(content) {
    header.msg_name = const_cast<sockaddr*>(to.get());
    header.msg_namelen = to.length;
  }
  explicit Message(std::string& content) : bytes(content) {
    header.msg_iov = &part;
    header.msg_iovlen = 1;
  }
};

void send_to(int fd, const Name& to, std::string bytes) {
  EXPECT_EQ(::sendto(fd, bytes.data(), bytes.size(), 0, to.get(), to.length),
            static_cast<ssize_t>(bytes.size()))
      << errno_text();
}
void send_message(int fd, const Name& to, std::string bytes) {
  const Message message(bytes, to);
  EXPECT_EQ(::sendmsg(fd, &message.header, 0), static_cast<ssize_t>(bytes.size())) << errno_text();
}
void send_messages(int fd, const Name& to, std::string bytes) {
  const Message message(bytes, to);
  mmsghdr one{message.header, 0};
  EXPECT_EQ(::sendmmsg(fd, &one, 1, 0), 1) << errno_text();
}
void send_by_ring(int fd, const Name& to, std::string bytes) {
  Message message(bytes, to);
  EXPECT_EQ(by_ring(IORING_OP_SENDMSG, fd, message.header), static_cast<int>(bytes.size()));
}

void receive_from(int fd, std::size_t bytes) {
  Name from(any6());
  std::string room(bytes, ' ');
  EXPECT_EQ(::recvfrom(fd, room.data(), room.size(), 0, from.get(), &from.length),
            static_cast<ssize_t>(bytes))
      << errno_text();
}
void receive_message(int fd, std::size_t bytes) {
  const Name from(any6());
  std::string room(bytes, ' ');
  Message message(room, from);
  EXPECT_EQ(::recvmsg(fd, &message.header, 0), static_cast<ssize_t>(bytes)) << errno_text();
}
void receive_messages(int fd, std::size_t bytes) {
  const Name from(any6());
  std::string room(bytes, ' ');
  const Message message(room, from);
  mmsghdr one{message.header, 0};
  EXPECT_EQ(::recvmmsg(fd, &one, 1, 0, nullptr), 1) << errno_text();
}
void receive_by_ring(int fd, std::size_t bytes) {
  const Name from(any6());
  std::string room(bytes, ' ');
  Message message(room, from);
  EXPECT_EQ(by_ring(IORING_OP_RECVMSG, fd, message.header), static_cast<int>(bytes));
}
void receive_without_asking(int fd, std::size_t bytes) {
  EXPECT_EQ(::recv(fd, std::string(bytes, ' ').data(), bytes, 0), static_cast<ssize_t>(bytes))
      << errno_text();
}

constexpr Send kSends[] = {send_to, send_message, send_messages, send_by_ring};
constexpr Receive kReceives[] = {receive_from, receive_message, receive_messages, receive_by_ring};

std::string remote_of(const Socket& s) {
  std::string text;
  const auto [family, address] = remote_ip_of(s);
  append_ip(text, family, address);
  return text + " " + std::to_string(s.remote_port);
}

std::string shown(const Kind& kind, std::uint16_t port) {
  return std::string(kind.shown) + " " + std::to_string(port);
}

std::vector<std::string> remotes_of(const TestTracer& watch, Action action, std::uint64_t cookie) {
  std::vector<std::string> remotes;
  for (const Seen& s : watch.all) {
    if (s.event.action == action && s.event.socket.cookie.value() == cookie)
      remotes.push_back(remote_of(s.event.socket));
  }
  return remotes;
}

struct Case {
  const Kind* kind;
  bool reads_in_place;
};

class TracerPeers : public ::testing::TestWithParam<Case> {
 protected:
  static TracerOptions options() {
    TracerOptions options;
    options.reads_in_place = GetParam().reads_in_place;
    return options;
  }
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Kind& kind : kKinds) all.insert(all.end(), {Case{&kind, true}, Case{&kind, false}});
  return all;
}
INSTANTIATE_TEST_SUITE_P(Kinds, TracerPeers, ::testing::ValuesIn(cases()), [](const auto& tested) {
  return std::string(tested.param.kind->name) +
         (tested.param.reads_in_place ? "InPlace" : "ByCalls");
});

TEST_P(TracerPeers, EachCallHasTheAddressThatItNames) {
  in_new_namespace([] {
    const Kind& kind = *GetParam().kind;
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    Ends ends(kind);
    const Name to = kind.receiver_name(ends.receiver_port);
    std::vector<std::uint64_t> sizes;
    for (std::size_t i = 0; i < std::size(kSends); ++i) {
      sizes.push_back(100 + i);
      kSends[i](ends.sender.get(), to, payload(sizes.back()));
      kReceives[i](ends.receiver.get(), sizes.back());
    }
    const std::uint16_t sender_port = port_of(ends.sender);
    ends.sender.reset();
    ends.receiver.reset();
    const Seen sender_closed = watch.event(Action::close, ends.sender_cookie);
    const Seen receiver_closed = watch.event(Action::close, ends.receiver_cookie);
    const std::string there = shown(kind, ends.receiver_port);
    const std::string back = shown(kind, sender_port);
    EXPECT_THAT(remotes_of(watch, Action::send, ends.sender_cookie),
                ElementsAre(there, there, there, there))
        << watch.text();
    EXPECT_THAT(remotes_of(watch, Action::receive, ends.receiver_cookie),
                ElementsAre(back, back, back, back))
        << watch.text();
    for (const Seen& s : watch.all) {
      if (s.event.action != Action::send && s.event.action != Action::receive) continue;
      EXPECT_EQ(s.event.socket.state, State::unconnected);
      EXPECT_FALSE(s.event.socket.has(SocketFlag::connected));
      EXPECT_FALSE(s.event.socket.has(SocketFlag::last_peer));
      EXPECT_THAT(sizes, ::testing::Contains(s.event.bytes));
    }
    EXPECT_EQ(remote_of(sender_closed.event.socket), there);
    EXPECT_EQ(remote_of(receiver_closed.event.socket), back);
    EXPECT_TRUE(sender_closed.event.socket.has(SocketFlag::last_peer));
  });
}

TEST_P(TracerPeers, TheKernelFindsTheRemotePort) {
  in_new_namespace([] {
    const Kind& kind = *GetParam().kind;
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    Ends ends(kind);
    const Ends others(kind);
    const auto exchange_under = [&](std::uint32_t port) {
      EXPECT_TRUE(watch.tracer().trace(TraceFilter{.port = port}));
      for (const Ends* to : {static_cast<const Ends*>(&ends), &others}) {
        send_to(ends.sender.get(), kind.receiver_name(to->receiver_port), payload(10));
        receive_from(to->receiver.get(), 10);
      }
    };
    exchange_under(1);
    exchange_under(others.receiver_port);
    ends.sender.reset();
    watch.event(Action::close, ends.sender_cookie);
    EXPECT_THAT(remotes_of(watch, Action::send, ends.sender_cookie),
                ElementsAre(shown(kind, others.receiver_port)));
    EXPECT_EQ(remotes_of(watch, Action::receive, ends.receiver_cookie).size(), 0u);
    EXPECT_EQ(remotes_of(watch, Action::receive, others.receiver_cookie).size(), 1u);
  });
}

// The peers of an open socket, as read by CountedTraffic.
PeerSet peers_of(const TestTracer& watch, std::uint64_t cookie) {
  auto counted = CountedTraffic::create(watch.tracer().maps());
  std::vector<PeerSet> all;
  if (!counted) ADD_FAILURE() << counted.error().what;
  else EXPECT_TRUE((*counted)->read_peers(all));
  const auto it = std::ranges::find(all, Cookie{cookie}, &PeerSet::cookie);
  return it == all.end() ? PeerSet{} : *it;
}

TEST_P(TracerPeers, DistinctPeersAreKeptAndTheLast) {
  in_new_namespace([] {
    const Kind& kind = *GetParam().kind;
    TestTracer watch(options());
    ASSERT_TRUE(watch.works());
    Ends ends(kind);
    std::string wanted;
    std::vector<std::uint16_t> ports;
    const bool bracketed = kind.shown[0] == ':';
    for (std::uint16_t i = 0; i < 16; ++i) {
      ports.push_back(static_cast<std::uint16_t>(40'001 + i));
      wanted += (wanted.empty() ? "" : ", ") +
                (bracketed ? "[" + std::string(kind.shown) + "]" : std::string(kind.shown)) + ":" +
                std::to_string(ports.back());
      send_to(ends.sender.get(), kind.receiver_name(ports.back()), "x");
      if (i == 2) send_to(ends.sender.get(), kind.receiver_name(ports.front()), "x");
    }
    PeerSet set = peers_of(watch, ends.sender_cookie);
    EXPECT_EQ(set.text, wanted);
    EXPECT_EQ(set.last.port, ports.back());
    EXPECT_FALSE(set.more);
    send_to(ends.sender.get(), kind.receiver_name(40'100), "x");
    send_to(ends.sender.get(), kind.receiver_name(40'101), "x");
    set = peers_of(watch, ends.sender_cookie);
    EXPECT_EQ(set.text, wanted + ", 16+");
    EXPECT_EQ(set.last.port, 40'101u);
    send_to(ends.sender.get(), kind.receiver_name(ports.front()), "x");
    EXPECT_EQ(peers_of(watch, ends.sender_cookie).last.port, ports.front());
    EXPECT_EQ(peers_of(watch, ends.receiver_cookie).text, "");
  });
}

TEST(TracerPeersOfACall, ACallOnAConnectedSocketHasTheAddressThatItNames) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    const Ends near(kKinds[0]);
    const Ends far(kKinds[0]);
    UniqueFd sender = make_socket(AF_INET, SOCK_DGRAM);
    const auto cookie = cookie_of(sender);
    connect_to(sender, loopback4(near.receiver_port));
    send_bytes(sender, 1);
    send_to(sender.get(), Name(loopback4(far.receiver_port)), "x");
    send_bytes(sender, 1);
    sender.reset();
    const Seen closed = watch.event(Action::close, cookie);
    EXPECT_FALSE(closed.event.socket.has(SocketFlag::last_peer));
    EXPECT_THAT(
        remotes_of(watch, Action::send, cookie),
        ElementsAre(shown(kKinds[0], near.receiver_port), shown(kKinds[0], far.receiver_port),
                    shown(kKinds[0], near.receiver_port)));
  });
}

TEST(TracerPeersOfACall, AReceiveThatDoesNotAskHasNoSender) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    Ends ends(kKinds[0]);
    for (const Receive receive : {receive_from, receive_without_asking}) {
      send_to(ends.sender.get(), Name(loopback4(ends.receiver_port)), payload(5));
      receive(ends.receiver.get(), 5);
    }
    ends.receiver.reset();
    watch.event(Action::close, ends.receiver_cookie);
    EXPECT_THAT(remotes_of(watch, Action::receive, ends.receiver_cookie),
                ElementsAre(shown(kKinds[0], port_of(ends.sender)), "0.0.0.0 0"));
  });
}

// A failed call has the address that it named, and leaves none for the next call.
TEST(TracerPeersOfACall, AFailedSendHasItsDestination) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    UniqueFd sender = make_socket(AF_INET, SOCK_DGRAM);
    const auto cookie = cookie_of(sender);
    sockaddr_in nowhere = loopback4(7);
    // 192.0.2.1: this network namespace has no route to it.
    nowhere.sin_addr.s_addr = htonl(0xc0000201);
    EXPECT_EQ(::sendto(sender.get(), "x", 1, 0, reinterpret_cast<const sockaddr*>(&nowhere),
                       sizeof nowhere),
              -1);
    EXPECT_EQ(::send(sender.get(), "x", 1, 0), -1);
    sender.reset();
    watch.event(Action::close, cookie);
    EXPECT_THAT(remotes_of(watch, Action::send, cookie), ElementsAre("192.0.2.1 7", "0.0.0.0 0"));
  });
}

// Threads that share a socket must not get each other's addresses.
TEST(TracerPeersOfACall, EachThreadHasItsOwn) {
  in_new_namespace([] {
    constexpr int kEach = 2000;
    constexpr std::size_t kThreads = 4;
    TestTracer watch({.ring_bytes = 32u << 20});
    ASSERT_TRUE(watch.works());
    ASSERT_TRUE(watch.tracer().trace(TraceFilter{.pid = Pid{::getpid()}}));
    UniqueFd sender = make_socket(AF_INET, SOCK_DGRAM);
    const auto cookie = cookie_of(sender);
    {
      std::vector<std::jthread> threads;
      for (std::size_t t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
          const Name to(loopback4(static_cast<std::uint16_t>(41'000 + t)));
          for (int i = 0; i < kEach; ++i) send_to(sender.get(), to, payload(10 + t));
        });
      }
    }
    sender.reset();
    watch.event(Action::close, cookie);
    int sends = 0;
    for (const Seen& s : watch.all) {
      if (s.event.action != Action::send || s.event.socket.cookie.value() != cookie) continue;
      ++sends;
      ASSERT_EQ(s.event.socket.remote_port, 41'000 + s.event.bytes - 10);
    }
    EXPECT_EQ(sends, kEach * static_cast<int>(kThreads));
  });
}

TEST(TracerPeersOfACall, TheBatchOfTheCloseHasThePeers) {
  in_new_namespace([] {
    auto created = SocketTracer::create();
    ASSERT_TRUE(created) << created.error().what;
    for (const std::uint16_t peers : {std::uint16_t{1}, std::uint16_t{3}}) {
      UniqueFd sender = make_socket(AF_INET, SOCK_DGRAM);
      const Cookie cookie{cookie_of(sender)};
      std::string wanted;
      for (std::uint16_t i = 1; i <= peers; ++i) {
        send_to(sender.get(), Name(loopback4(i)), "x");
        wanted += (i == 1 ? "127.0.0.1:" : ", 127.0.0.1:") + std::to_string(i);
      }
      sender.reset();
      EventBatch batch;
      ASSERT_TRUE((*created)->take(batch));
      const auto it = std::ranges::find(batch.peers, cookie, &PeerSet::cookie);
      ASSERT_NE(it, batch.peers.end());
      EXPECT_EQ(it->text, wanted);
      EXPECT_EQ(it->last.port, peers);
    }
  });
}

}  // namespace
}  // namespace portexplorer
