// Adverse conditions: lost packets, sockets destroyed under their processes, reused pids.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/sched.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include "support/bpf/far_end.h"
#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

using ::testing::AnyOf;

unsigned retransmissions(const UniqueFd& fd) {
  tcp_info info{};
  socklen_t length = sizeof info;
  EXPECT_EQ(::getsockopt(fd.get(), IPPROTO_TCP, TCP_INFO, &info, &length), 0);
  return info.tcpi_total_retrans;
}

// There is no event for a retransmission, so it is polled.
bool await_retransmission(const UniqueFd& fd) {
  for (int i = 0; i < 1000; ++i) {
    if (retransmissions(fd) > 0) return true;
    ::poll(nullptr, 0, 10);
  }
  return false;
}

class TracerRoughOver : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Families, TracerRoughOver, ::testing::Values(AF_INET, AF_INET6),
                         [](const auto& tested) {
                           return tested.param == AF_INET ? "Ipv4" : "Ipv6";
                         });

TEST_P(TracerRoughOver, RetransmittedBytesAreCountedOnce) {
  in_new_namespace([] {
    const FarEnd far;
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    UniqueFd client = far.caller(GetParam());
    UniqueFd server = far.accept();
    const auto at_client = cookie_of(client);
    const auto at_server = cookie_of(server);
    send_bytes(client, 1000);
    EXPECT_EQ(receive_bytes(server, 1000), 1000u);
    far.be_deaf();
    send_bytes(client, 5000);
    EXPECT_TRUE(await_retransmission(client));
    far.hear_again();
    EXPECT_EQ(receive_bytes(server, 5000), 5000u);
    client.reset();
    server.reset();
    const Socket& sender = watch.event(Action::close, at_client).event.socket;
    EXPECT_EQ(sender.sent_bytes, 6000u);
    EXPECT_GT(sender.retransmits, 0u);
    EXPECT_EQ(watch.event(Action::close, at_server).event.socket.received_bytes, 6000u);
  });
}

// A single call that the kernel or the network interface splits into segments.
TEST_P(TracerRoughOver, LargeSendsOverACableAreCountedToTheByte) {
  in_new_namespace([] {
    constexpr std::size_t kManyBytes = 3'000'000;
    const FarEnd far;
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    UniqueFd client = far.caller(GetParam());
    UniqueFd server = far.accept();
    const auto at_client = cookie_of(client);
    const auto at_server = cookie_of(server);
    std::thread sender([&] {
      send_bytes(client, kManyBytes);
      client.reset();
    });
    EXPECT_EQ(receive_bytes(server, SIZE_MAX), kManyBytes);
    sender.join();
    server.reset();
    EXPECT_EQ(watch.event(Action::close, at_client).event.socket.sent_bytes, kManyBytes);
    EXPECT_EQ(watch.event(Action::close, at_server).event.socket.received_bytes, kManyBytes);
  });
}

// Killed while send() waits for buffer space. No return value shows how much was sent, and the rest
// is sent after the process has exited.
TEST_P(TracerRoughOver, AProcessThatIsKilledInsideASend) {
  in_new_namespace([] {
    constexpr std::size_t kMuch = 64u << 20;  // exceeds the buffers
    const FarEnd far;
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    UniqueFd client = far.caller(GetParam());
    const auto at_client = cookie_of(client);
    UniqueFd server = far.accept();
    const auto at_server = cookie_of(server);
    const pid_t pid = ::fork();
    if (pid == 0) {
      static const std::string bytes(kMuch, 'x');
      ::send(client.get(), bytes.data(), bytes.size(), 0);
      ::_exit(1);
    }
    constexpr std::size_t kTaken = 100'000;
    EXPECT_EQ(receive_bytes(server, kTaken), kTaken);
    ::kill(pid, SIGKILL);
    client.reset();
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_TRUE(WIFSIGNALED(status));
    const std::size_t all = kTaken + receive_bytes(server, SIZE_MAX);
    EXPECT_LT(all, kMuch);
    server.reset();
    const Seen sender = watch.event(Action::close, at_client);
    EXPECT_EQ(sender.event.socket.sent_bytes, all);
    EXPECT_EQ(pid_of(sender), pid);
    EXPECT_EQ(watch.event(Action::close, at_server).event.socket.received_bytes, all);
  });
}

// The sent and received bytes differ then, and each end reports its own.
TEST_P(TracerRoughOver, AResetWhileDataIsInFlight) {
  in_new_namespace([] {
    const FarEnd far;
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    UniqueFd client = far.caller(GetParam());
    UniqueFd server = far.accept();
    const auto at_client = cookie_of(client);
    const auto at_server = cookie_of(server);
    send_bytes(client, 5000);
    EXPECT_EQ(receive_bytes(server, 5000), 5000u);
    far.be_deaf();
    send_bytes(client, 3000);
    const linger at_once{1, 0};
    EXPECT_EQ(::setsockopt(server.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    server.reset();
    far.hear_again();
    wait_for_state(client, TCP_CLOSE);
    client.reset();
    const Seen sender = watch.event(Action::close, at_client);
    EXPECT_EQ(sender.event.error, ECONNRESET);
    EXPECT_EQ(sender.event.socket.sent_bytes, 8000u);
    EXPECT_EQ(watch.event(Action::close, at_server).event.socket.received_bytes, 5000u);
  });
}

// Destroyed with `ss -K`: neither that process nor the owner has closed it.
TEST(TracerRough, ASocketDestroyedByAnotherProcessIsNotAttributedToIt) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto client = cookie_of(pair.client);
    send_bytes(pair.client, 70);
    EXPECT_EQ(receive_bytes(pair.server, 70), 70u);
    run_command("ss -Kt 'sport = :" + std::to_string(pair.client_port) + "' >/dev/null");
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

// Runs a process with the name `name` that creates a socket, and returns its pid after it has
// exited. `wanted` is the pid to use, or 0 for any. Returns -1 if the pid is not available.
pid_t make_socket_as(const char* name, pid_t wanted = 0) {
  clone_args arguments{};
  arguments.exit_signal = SIGCHLD;
  if (wanted != 0) {
    arguments.set_tid = reinterpret_cast<std::uintptr_t>(&wanted);
    arguments.set_tid_size = 1;
  }
  const auto pid = static_cast<pid_t>(::syscall(SYS_clone3, &arguments, sizeof arguments));
  if (pid == 0) {
    ::prctl(PR_SET_NAME, name);
    ::_exit(::socket(AF_INET, SOCK_DGRAM, 0) >= 0 ? 0 : 1);
  }
  int status = 1;
  if (pid < 0 || ::waitpid(pid, &status, 0) != pid) return -1;
  EXPECT_EQ(status, 0);
  return pid;
}

TEST(TracerRough, AReusedPidIsAnotherProcess) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    pid_t first = 0;
    pid_t second = -1;
    // Another process may take the pid in between.
    for (int i = 0; i < 100 && second != first; ++i) {
      first = make_socket_as("first");
      ASSERT_GT(first, 0) << errno_text();
      second = make_socket_as("second", first);
    }
    ASSERT_EQ(second, first) << errno_text();
    const auto opened_by = [&](const char* name) {
      return [=](const Seen& s) {
        return s.event.action == Action::open && pid_of(s) == first && s.process->comm == name;
      };
    };
    EXPECT_TRUE(watch.wait_for(opened_by("first"))) << watch.text();
    EXPECT_TRUE(watch.wait_for(opened_by("second"))) << watch.text();
  });
}

// The MPTCP connection is reported, not its TCP subflow.
TEST(TracerRough, AnMptcpConnectionIsReportedOnceWithItsBytes) {
  in_new_namespace([] {
    UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_MPTCP));
    ASSERT_TRUE(listener) << errno_text();
    bind_to(listener, loopback4());
    ASSERT_EQ(::listen(listener.get(), 4), 0);
    TestTracer watch;
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
    if (closed.event.socket.known(Known::bytes)) {  // Linux 6.5 or later
      EXPECT_EQ(closed.event.socket.sent_bytes, 900u);
    }
    EXPECT_EQ(watch.count(Action::close, cookie), 1u);
    for (const Seen& s : watch.all)
      EXPECT_NE(s.event.socket.protocol, Protocol::tcp) << watch.text();
  });
}

// All calls of the process are reported, and none that the kernel makes on the TCP sockets below.
// The listener and the connection that it accepts have the same cookie.
TEST(TracerRough, MptcpIsReportedOnceForEachCall) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd listener = make_socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    const auto cookie = cookie_of(listener);
    bind_to(listener, loopback4());
    const std::uint16_t port = port_of(listener);
    ASSERT_EQ(::listen(listener.get(), 4), 0);
    ASSERT_EQ(::listen(listener.get(), 5), 0);  // it already listens: no event
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    const auto client_cookie = cookie_of(client);
    connect_to(client, loopback4(port));
    UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    send_bytes(client, 900);
    EXPECT_EQ(receive_bytes(server, 900), 900u);
    const auto server_inode = inode_of(server);
    client.reset();
    server.reset();
    listener.reset();
    EXPECT_TRUE(watch.wait_for([](const Seen& s) { return s.event.action == Action::close; }, 3))
        << watch.text();
    std::string calls;
    for (const Seen& s : watch.all) {
      const Socket& k = s.event.socket;
      calls += std::string(to_string(s.event.action)) +
               (k.protocol == Protocol::mptcp ? " " : " tcp ") +
               (k.cookie.value() == client_cookie ? "client"
                : k.cookie.value() != cookie      ? "?"
                : k.inode.value() == server_inode ? "server"
                                                  : "listener") +
               (k.has(SocketFlag::active_open)    ? " active\n"
                : k.has(SocketFlag::passive_open) ? " passive\n"
                                                  : "\n");
      EXPECT_EQ(pid_of(s), ::getpid()) << watch.text();
    }
    EXPECT_EQ(calls,
              "open listener\nbind listener\nlisten listener\nopen client\nconnect client "
              "active\naccept server passive\n"
              "close client active\nclose server passive\nclose listener\n");
    const Seen& bound = watch.event(Action::bind, cookie);
    EXPECT_EQ(bound.event.socket.local_port, port);
    EXPECT_EQ(watch.event(Action::listen, cookie).event.socket.local_port, port);
    EXPECT_NE(key_of(watch.event(Action::accept, cookie).event.socket), key_of(bound.event.socket));
  });
}

// listen() without bind().
TEST(TracerRough, AnMptcpListenerWithoutABindHasItsPort) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd listener = make_socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
    ASSERT_EQ(::listen(listener.get(), 4), 0);
    EXPECT_EQ(watch.event(Action::listen, cookie_of(listener)).event.socket.local_port,
              port_of(listener));
  });
}

// Neither derived from the presence of a listener nor from the port range.
TEST(TracerRough, EventsShowWhichEndOpenedTheConnection) {
  in_new_namespace([] {
    TcpPair older = connect_pair();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto close = [&](UniqueFd& fd) {
      const auto cookie = cookie_of(fd);
      fd.reset();
      const Socket& s = watch.event(Action::close, cookie).event.socket;
      return s.has(SocketFlag::active_open)    ? "active"
             : s.has(SocketFlag::passive_open) ? "passive"
                                               : "unknown";
    };
    EXPECT_STREQ(close(pair.client), "active");
    EXPECT_STREQ(close(pair.server), "passive");
    EXPECT_STREQ(close(older.client), "active");
    EXPECT_STREQ(close(older.server), "passive");
  });
}

}  // namespace
}  // namespace portexplorer
