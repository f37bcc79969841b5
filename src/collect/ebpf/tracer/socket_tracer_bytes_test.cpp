// The final counters of TCP are exact for every way of sending and receiving.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "support/bpf/tracer.h"
#include "support/bpf/transfer_paths.h"

namespace portexplorer {
namespace {

// Both ends of a loopback connection; the listener is closed.
struct Connection {
  UniqueFd client;
  UniqueFd server;
};

template <typename Address>
Connection connect_over(const Address& any) {
  const int family = reinterpret_cast<const sockaddr&>(any).sa_family;
  const UniqueFd listener = make_socket(family, SOCK_STREAM);
  bind_to(listener, any);
  EXPECT_EQ(::listen(listener.get(), 1), 0);
  Connection made;
  made.client = make_socket(family, SOCK_STREAM);
  connect_to(made.client, address_of<Address>(listener));
  made.server = UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  EXPECT_TRUE(made.server);
  return made;
}

Connection connect_by(int family) {
  return family == AF_INET ? connect_over(loopback4()) : connect_over(loopback6());
}

void expect_moved(TestTracer& watch, std::uint64_t cookie, std::uint64_t sent,
                  std::uint64_t received) {
  const Seen& closed = watch.event(Action::close, cookie);
  EXPECT_EQ(closed.event.socket.sent_bytes, sent);
  EXPECT_EQ(closed.event.socket.received_bytes, received);
  EXPECT_TRUE(closed.event.socket.known(Known::lifetime));
  EXPECT_EQ(pid_of(closed), ::getpid());
}

class TracerBytesOver : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Families, TracerBytesOver, ::testing::Values(AF_INET, AF_INET6),
                         [](const auto& tested) {
                           return tested.param == AF_INET ? "Ipv4" : "Ipv6";
                         });

TEST_P(TracerBytesOver, EverySendingPathIsCounted) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    auto paths = sending_paths();
    paths.push_back({"much", 200'000, 1, [](int fd) {
                       EXPECT_EQ(::send(fd, payload(200'000).data(), 200'000, 0), 200'000);
                     }});
    paths.push_back({"a file", 50'000, 1, [](int fd) {
                       EXPECT_EQ(::sendfile(fd, file_of(50'000).get(), nullptr, 50'000), 50'000);
                     }});
    paths.push_back({"urgent", 1, 1, [](int fd) { EXPECT_EQ(::send(fd, "!", 1, MSG_OOB), 1); }});
    paths.push_back({"nothing", 0, 0, [](int) {}});
    for (const SendingPath& path : paths) {
      SCOPED_TRACE(path.name);
      Connection made = connect_by(GetParam());
      const auto client = cookie_of(made.client);
      const auto server = cookie_of(made.server);
      set_option(made.server, SOL_SOCKET, SO_OOBINLINE, 1);
      path.send(made.client.get());
      made.client.reset();
      EXPECT_EQ(receive_bytes(made.server, SIZE_MAX), path.bytes);
      made.server.reset();
      expect_moved(watch, client, path.bytes, 0);
      expect_moved(watch, server, 0, path.bytes);
    }
  });
}

TEST_P(TracerBytesOver, EveryReceivingPathIsCounted) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    for (const ReceivingPath& path : receiving_paths()) {
      SCOPED_TRACE(path.name);
      Connection made = connect_by(GetParam());
      const auto client = cookie_of(made.client);
      const auto server = cookie_of(made.server);
      send_bytes(made.client, 900);
      path.receive(made.server.get(), 900);
      made.client.reset();
      made.server.reset();
      EXPECT_EQ(pid_of(watch.event(Action::accept, server)), ::getpid());
      expect_moved(watch, client, 900, 0);
      expect_moved(watch, server, 0, 900);
    }
  });
}

TEST(TracerBytes, HalfClosedAndThenAnswered) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    const auto server = cookie_of(pair.server);
    send_bytes(pair.client, 100);
    ::shutdown(pair.client.get(), SHUT_WR);
    EXPECT_EQ(receive_bytes(pair.server, SIZE_MAX), 100u);
    send_bytes(pair.server, 2000);
    pair.server.reset();
    EXPECT_EQ(receive_bytes(pair.client, SIZE_MAX), 2000u);
    pair.client.reset();
    const Socket& at_client = watch.event(Action::close, client).event.socket;
    EXPECT_EQ(at_client.sent_bytes, 100u);
    EXPECT_EQ(at_client.received_bytes, 2000u);
    const Socket& at_server = watch.event(Action::close, server).event.socket;
    EXPECT_EQ(at_server.sent_bytes, 2000u);
    EXPECT_EQ(at_server.received_bytes, 100u);
    EXPECT_EQ(watch.count(Action::close, client), 1u);
  });
}

TEST(TracerBytes, AResetIsReportedAndCountsWhatThePeerReceived) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    const auto server = cookie_of(pair.server);
    send_bytes(pair.client, 400);
    EXPECT_EQ(receive_bytes(pair.server, 400), 400u);
    const linger at_once{1, 0};
    EXPECT_EQ(::setsockopt(pair.server.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    pair.server.reset();
    wait_for_state(pair.client, TCP_CLOSE);
    pair.client.reset();
    const Seen reset = watch.event(Action::close, client);
    EXPECT_EQ(reset.event.error, ECONNRESET);
    EXPECT_EQ(reset.event.socket.sent_bytes, 400u);
    EXPECT_EQ(pid_of(reset), ::getpid());
    EXPECT_EQ(watch.event(Action::close, server).event.socket.received_bytes, 400u);
  });
}

TEST(TracerBytes, ADisconnectedSocketReportsEachConnection) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    send_bytes(pair.client, 10);
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    EXPECT_EQ(::connect(pair.client.get(), &nobody, sizeof nobody), 0);
    connect_to(pair.client, loopback4(pair.server_port));
    send_bytes(pair.client, 20);
    pair.client.reset();
    pair.server.reset();
    pair.listener.reset();
    EXPECT_TRUE(watch.wait_for(
        [&](const Seen& s) {
          return s.event.action == Action::close && s.event.socket.cookie.value() == client;
        },
        2));
    std::vector<std::uint64_t> sent;
    for (const Seen& s : watch.all) {
      if (s.event.action == Action::close && s.event.socket.cookie.value() == client)
        sent.push_back(s.event.socket.sent_bytes);
    }
    EXPECT_THAT(sent, ::testing::ElementsAre(10, 20));
  });
}

}  // namespace
}  // namespace portexplorer
