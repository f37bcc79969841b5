// When things go wrong: packets are lost, sockets are torn from their processes, pids are used again.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cstdlib>
#include <thread>

#include "collect/ebpf/loaded/test_life.h"

namespace portexplorer {
namespace {

using ::testing::AnyOf;

constexpr const char* kFarAddress = "10.77.0.2";

void run(const std::string& command) {
  // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): words of this test alone
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

// Another machine, as it were: a network namespace behind a pair of virtual cables from that of the thread that makes it.
class FarEnd {
 public:
  FarEnd() {
    std::thread([&] {
      EXPECT_EQ(::unshare(CLONE_NEWNET), 0) << errno_text();
      netns_ = UniqueFd(::open("/proc/thread-self/ns/net", O_RDONLY));
      listener = make_socket(AF_INET, SOCK_STREAM);
    }).join();
    run("ip link add near type veth peer name far");
    run("ip link set far netns /proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(netns_.get()));
    run("ip address add 10.77.0.1/24 dev near && ip link set near up");
    there("ip address add 10.77.0.2/24 dev far && ip link set far up");
    sockaddr_in address = at(0);
    bind_to(listener, address);
    EXPECT_EQ(::listen(listener.get(), 4), 0);
    port = port_of(listener);
  }

  // A command in that namespace.
  void there(const std::string& command) const {
    std::thread([&] {
      EXPECT_EQ(::setns(netns_.get(), CLONE_NEWNET), 0);
      run(command);
    }).join();
  }
  [[nodiscard]] static sockaddr_in at(std::uint16_t port) {
    sockaddr_in address = loopback4(port);
    EXPECT_EQ(::inet_pton(AF_INET, kFarAddress, &address.sin_addr), 1);
    return address;
  }
  [[nodiscard]] UniqueFd accept() const { return UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)); }

  UniqueFd listener;
  std::uint16_t port = 0;

 private:
  UniqueFd netns_;
};

unsigned retransmissions(const UniqueFd& fd) {
  tcp_info info{};
  socklen_t length = sizeof info;
  EXPECT_EQ(::getsockopt(fd.get(), IPPROTO_TCP, TCP_INFO, &info, &length), 0);
  return info.tcpi_total_retrans;
}

// The kernel gives no event for it.
bool await_retransmission(const UniqueFd& fd) {
  for (int i = 0; i < 1000; ++i) {
    if (retransmissions(fd) > 0) return true;
    ::poll(nullptr, 0, 10);
  }
  return false;
}

TEST(LifeRough, WhatIsSentAgainIsCountedOnce) {
  in_new_namespace([] {
    const FarEnd far;
    TestLife watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    connect_to(client, FarEnd::at(far.port));
    UniqueFd server = far.accept();
    const auto at_client = cookie_of(client);
    const auto at_server = cookie_of(server);
    send_bytes(client, 1000);
    EXPECT_EQ(receive_bytes(server, 1000), 1000u);
    far.there("ip link set far down");
    send_bytes(client, 5000);
    EXPECT_TRUE(await_retransmission(client));
    far.there("ip link set far up");
    EXPECT_EQ(receive_bytes(server, 5000), 5000u);
    client.reset();
    server.reset();
    const Socket& sender = watch.event(Action::close, at_client).event.socket;
    EXPECT_EQ(sender.sent_bytes, 6000u);
    EXPECT_GT(sender.retransmits, 0u);
    EXPECT_EQ(watch.event(Action::close, at_server).event.socket.received_bytes, 6000u);
  });
}

// One call, cut into segments by the kernel or by the card.
TEST(LifeRough, LargeSendsOverACableAreCountedToTheByte) {
  in_new_namespace([] {
    constexpr std::size_t kBytes = 3'000'000;
    const FarEnd far;
    TestLife watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    connect_to(client, FarEnd::at(far.port));
    UniqueFd server = far.accept();
    const auto at_client = cookie_of(client);
    const auto at_server = cookie_of(server);
    std::thread sender([&] {
      send_bytes(client, kBytes);
      client.reset();
    });
    EXPECT_EQ(receive_bytes(server, SIZE_MAX), kBytes);
    sender.join();
    server.reset();
    EXPECT_EQ(watch.event(Action::close, at_client).event.socket.sent_bytes, kBytes);
    EXPECT_EQ(watch.event(Action::close, at_server).event.socket.received_bytes, kBytes);
  });
}

// By `ss -K`: neither the one who does it, nor the one whose socket it is, has closed it.
TEST(LifeRough, ASocketThatIsDestroyedByAnotherIsNotClosedByThatOne) {
  in_new_namespace([] {
    TestLife watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    send_bytes(pair.client, 70);
    EXPECT_EQ(receive_bytes(pair.server, 70), 70u);
    run("ss -Kt 'sport = :" + std::to_string(pair.client_port) + "' >/dev/null");
    pollfd gone{pair.client.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&gone, 1, 10'000), 1);
    pair.client.reset();
    const Seen closed = watch.event(Action::close, client);
    EXPECT_THAT(pid_of(closed), AnyOf(0, ::getpid()));
    EXPECT_EQ(closed.event.error, ECONNABORTED);
    EXPECT_EQ(closed.event.socket.sent_bytes, 70u);
    EXPECT_EQ(watch.count(Action::close, client), 1u);
  });
}

// A process called `name`, with the next pid, that makes a socket; gives its pid when it has ended.
pid_t make_socket_as(const char* name) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::prctl(PR_SET_NAME, name);
    ::_exit(::socket(AF_INET, SOCK_DGRAM, 0) >= 0 ? 0 : 1);
  }
  int status = 1;
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(status, 0);
  return pid;
}

TEST(LifeRough, AReusedPidIsAnotherProcess) {
  in_new_namespace([] {
    TestLife watch;
    ASSERT_TRUE(watch.works());
    const pid_t first = make_socket_as("first");
    pid_t second = 0;
    for (int i = 0; i < 100 && second != first; ++i) {  // somebody else may come between
      const UniqueFd last(::open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC));
      const std::string text = std::to_string(first - 1);
      ASSERT_EQ(::write(last.get(), text.data(), text.size()), static_cast<ssize_t>(text.size())) << errno_text();
      second = make_socket_as("second");
    }
    ASSERT_EQ(second, first);
    const auto opened_by = [&](const char* name) {
      return [=](const Seen& s) { return s.event.action == Action::open && pid_of(s) == first && s.process->comm == name; };
    };
    EXPECT_TRUE(watch.wait_for(opened_by("first"))) << watch.text();
    EXPECT_TRUE(watch.wait_for(opened_by("second"))) << watch.text();
  });
}

// The connection is told, not the TCP socket that carries it.
TEST(LifeRough, AnMptcpConnectionIsToldOnceWithItsBytes) {
  in_new_namespace([] {
    UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP));
    ASSERT_TRUE(listener) << errno_text();
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 4), 0);
    TestLife watch;
    ASSERT_TRUE(watch.works());
    UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP));
    const auto cookie = cookie_of(client);
    connect_to(client, loopback4(port_of(listener)));
    UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    send_bytes(client, 900);
    EXPECT_EQ(receive_bytes(server, 900), 900u);
    client.reset();
    server.reset();
    const Seen closed = watch.event(Action::close, cookie);
    EXPECT_EQ(closed.event.socket.protocol, Protocol::mptcp);
    EXPECT_EQ(pid_of(closed), ::getpid());
    if (closed.event.socket.known(Known::bytes)) {  // since Linux 6.5
      EXPECT_EQ(closed.event.socket.sent_bytes, 900u);
    }
    EXPECT_EQ(watch.count(Action::close, cookie), 1u);
    for (const Seen& s : watch.all) EXPECT_NE(s.event.socket.protocol, Protocol::tcp) << watch.text();
  });
}

}  // namespace
}  // namespace portexplorer
