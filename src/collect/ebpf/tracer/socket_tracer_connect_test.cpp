// Connects that fail: no answer, no route, or abandoned by the process.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdlib>

#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

constexpr const char* kOwnName = "ebpf_kernel_test";
constexpr std::uint16_t kPort = 7400;

// Creates a veth pair. Its other end accepts packets to .2 without answering, because the
// link-layer address is not its own. .3 has no neighbor entry. Both ends are in the network
// namespace of the calling thread.
void make_silent_cable() {
  run("ip link add near type veth peer name far && ip link set near up && ip link set far up");
  run("ip address add 10.78.0.1/24 dev near && ip address add fd78::1/64 dev near nodad");
  run("ip neigh add 10.78.0.2 lladdr 02:00:00:00:00:78 dev near nud permanent");
  run("ip neigh add fd78::2 lladdr 02:00:00:00:00:78 dev near nud permanent");
  for (const char* family : {"ipv4", "ipv6"}) {
    const std::string neighbours = std::string("/proc/sys/net/") + family + "/neigh/near/";
    run("echo 1 > " + neighbours + "mcast_solicit && echo 100 > " + neighbours + "retrans_time_ms");
  }
}

struct Target {
  int family = AF_INET;
  char host = '2';

  [[nodiscard]] int connect(int fd) const {
    if (family == AF_INET) {
      sockaddr_in to = loopback4(kPort);
      to.sin_addr.s_addr = htonl(0x0a4e0000u + static_cast<unsigned>(host - '0'));
      return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    sockaddr_in6 to = any6(kPort);
    to.sin6_addr.s6_addr[0] = 0xfd;
    to.sin6_addr.s6_addr[1] = 0x78;
    to.sin6_addr.s6_addr[15] = static_cast<std::uint8_t>(host - '0');
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
};

// Gives up at the first retransmission of the SYN, after one second.
UniqueFd impatient_socket(const Target& to, int flags = SOCK_NONBLOCK) {
  UniqueFd fd = make_socket(to.family, SOCK_STREAM | flags);
  set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, 500);
  return fd;
}

UniqueFd begin_connect(const Target& to) {
  UniqueFd fd = impatient_socket(to);
  EXPECT_EQ(to.connect(fd.get()), -1);
  EXPECT_EQ(errno, EINPROGRESS) << errno_text();
  return fd;
}

// Returns the result of the connect according to the kernel.
int await_error(const UniqueFd& fd) {
  pollfd wait{fd.get(), POLLOUT, 0};
  EXPECT_EQ(::poll(&wait, 1, 10'000), 1);
  int error = 0;
  socklen_t length = sizeof error;
  EXPECT_EQ(::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &length), 0);
  return error;
}

void expect_connect(TestTracer& watch, std::uint64_t cookie, int pid, std::optional<int> error,
                    std::string_view name = kOwnName) {
  const Seen connected = watch.event(Action::connect, cookie);
  EXPECT_EQ(connected.event.error_known, error.has_value());
  EXPECT_EQ(connected.event.error, error.value_or(0));
  EXPECT_EQ(pid_of(connected), pid);
  EXPECT_EQ(name_of(connected), name);
  EXPECT_EQ(connected.event.socket.remote_port, kPort);
  EXPECT_NE(connected.event.socket.local_port, 0u);
  EXPECT_EQ(connected.event.socket.state, State::closed);
  EXPECT_EQ(watch.count(Action::connect, cookie), 1u) << watch.text();
}

void expect_close(TestTracer& watch, std::uint64_t cookie, int pid) {
  const Seen closed = watch.event(Action::close, cookie);
  EXPECT_EQ(closed.event.socket.remote_port, kPort);
  EXPECT_EQ(pid_of(closed), pid);
  EXPECT_EQ(name_of(closed), kOwnName);
  EXPECT_EQ(closed.event.error, 0);
  EXPECT_EQ(closed.event.socket.sent_bytes, 0u);
  EXPECT_EQ(closed.event.socket.received_bytes, 0u);
  EXPECT_EQ(watch.count(Action::close, cookie), 1u) << watch.text();
}

class TracerConnect : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Families, TracerConnect, ::testing::Values(AF_INET, AF_INET6),
                         [](const auto& tested) {
                           return tested.param == AF_INET ? "Ipv4" : "Ipv6";
                         });

TEST_P(TracerConnect, WithoutAnAnswerTimesOut) {
  in_new_namespace([] {
    make_silent_cable();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd fd = begin_connect({GetParam()});
    const auto cookie = cookie_of(fd);
    EXPECT_EQ(await_error(fd), ETIMEDOUT);
    expect_connect(watch, cookie, ::getpid(), ETIMEDOUT);
    EXPECT_EQ(watch.count(Action::close, cookie), 0u) << watch.text();
    fd.reset();
    expect_close(watch, cookie, ::getpid());
  });
}

// A blocking call resets the socket when it fails, and the socket can be used again.
TEST_P(TracerConnect, ThatBlocksTimesOutAndIsRetried) {
  in_new_namespace([] {
    make_silent_cable();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Target silent{GetParam()};
    UniqueFd fd = impatient_socket(silent, 0);
    const auto cookie = cookie_of(fd);
    EXPECT_EQ(silent.connect(fd.get()), -1);
    EXPECT_EQ(errno, ETIMEDOUT);
    expect_connect(watch, cookie, ::getpid(), ETIMEDOUT);
    const Target self{GetParam(), '1'};
    const UniqueFd listener = make_socket(AF_INET6, SOCK_STREAM);
    bind_to(listener, any6(kPort));
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    EXPECT_EQ(self.connect(fd.get()), 0) << errno_text();
    const auto succeeded = [=](const Seen& s) {
      return s.event.action == Action::connect && s.event.socket.cookie.value() == cookie &&
             s.event.error == 0 && s.event.error_known;
    };
    EXPECT_EQ(watch.event(succeeded).event.socket.state, State::established);
    fd.reset();
    UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)).reset();
    expect_close(watch, cookie, ::getpid());
    EXPECT_EQ(watch.event(Action::close, cookie).event.socket.remote_port, kPort);
  });
}

// The connecting process has exited before the failure: the connect is attributed to it, and the
// close to the other process.
TEST_P(TracerConnect, OfAnExitedProcessIsAttributedToIt) {
  in_new_namespace([] {
    make_silent_cable();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Target silent{GetParam()};
    UniqueFd fd = impatient_socket(silent);
    const auto cookie = cookie_of(fd);
    int child = 0;
    {
      const Forked forked([&] {
        return std::string(silent.connect(fd.get()) == -1 && errno == EINPROGRESS ? "begun"
                                                                                  : "failed");
      });
      child = forked.pid();
      EXPECT_EQ(forked.hear(), "begun");
    }
    EXPECT_EQ(await_error(fd), ETIMEDOUT);
    expect_connect(watch, cookie, child, ETIMEDOUT);
    fd.reset();
    expect_close(watch, cookie, ::getpid());
  });
}

// The kernel clears the port of the socket when a connect fails, even while the caller waits for
// the result.
TEST_P(TracerConnect, ThatIsRefusedIsClosedWithTheAddressThatItTried) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    for (const bool blocking : {true, false}) {
      UniqueFd fd = make_socket(GetParam(), SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK));
      const auto cookie = cookie_of(fd);
      const auto v4 = loopback4(kPort);
      const auto v6 = loopback6(kPort);
      if (GetParam() == AF_INET)
        ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&v4), sizeof v4);
      else ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
      expect_connect(watch, cookie, ::getpid(), ECONNREFUSED);
      fd.reset();
      expect_close(watch, cookie, ::getpid());
      const Socket& closed = watch.event(Action::close, cookie).event.socket;
      EXPECT_TRUE(is_loopback(closed.family, closed.remote_address));
    }
  });
}

// The address of the failed connect must not appear as the remote end of the listener.
TEST(TracerConnectAgain, ARefusedSocketThatListensHasNoRemoteEnd) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
    const auto cookie = cookie_of(fd);
    const auto to = loopback4(kPort);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to), -1);
    ASSERT_EQ(::listen(fd.get(), 1), 0) << errno_text();
    fd.reset();
    EXPECT_EQ(watch.event(Action::close, cookie).event.socket.remote_port, 0u);
  });
}

TEST_P(TracerConnect, ThatIsAbandonedHasNoResult) {
  in_new_namespace([] {
    make_silent_cable();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd fd = begin_connect({GetParam()});
    const auto cookie = cookie_of(fd);
    fd.reset();
    expect_connect(watch, cookie, ::getpid(), std::nullopt);
    expect_close(watch, cookie, ::getpid());
  });
}

TEST_P(TracerConnect, OfAKilledProcessHasNoResult) {
  in_new_namespace([] {
    make_silent_cable();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    Forked forked([&] {
      const Target silent{GetParam()};
      const int fd = ::socket(silent.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      std::uint64_t cookie = 0;
      socklen_t length = sizeof cookie;
      ::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length);
      return silent.connect(fd) == -1 && errno == EINPROGRESS ? std::to_string(cookie)
                                                              : std::string("0");
    });
    const auto cookie = std::stoull(forked.hear());
    const int pid = forked.pid();
    forked.kill();
    expect_connect(watch, cookie, pid, std::nullopt);
    expect_close(watch, cookie, pid);
  });
}

// There is no neighbor entry for the address, so the kernel itself reports it as unreachable.
TEST_P(TracerConnect, WithoutANeighbourIsUnreachable) {
  in_new_namespace([] {
    make_silent_cable();
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd fd = begin_connect({GetParam(), '3'});
    const auto cookie = cookie_of(fd);
    EXPECT_EQ(await_error(fd), EHOSTUNREACH);
    expect_connect(watch, cookie, ::getpid(), EHOSTUNREACH);
    fd.reset();
    expect_close(watch, cookie, ::getpid());
  });
}

void expect_attempt(TestTracer& watch, std::uint64_t cookie, char host, std::size_t times) {
  const auto attempted = [=](const Seen& s) {
    return s.event.action == Action::connect && s.event.socket.cookie.value() == cookie &&
           !s.event.error_known &&
           s.event.socket.remote_address.bytes.at(s.event.socket.family == Family::ipv4 ? 3 : 15) ==
               host - '0';
  };
  const Seen& reported = watch.event(attempted);
  EXPECT_EQ(pid_of(reported), ::getpid());
  EXPECT_EQ(name_of(reported), kOwnName);
  EXPECT_EQ(reported.event.socket.remote_port, kPort);
  EXPECT_EQ(watch.count(Action::connect, cookie), times) << watch.text();
}

// Nothing is sent, and the state of the socket does not change. The attempt is reported when the
// socket is used again or closed.
TEST_P(TracerConnect, WithoutARouteIsReported) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd fd = make_socket(GetParam(), SOCK_STREAM);
    const auto cookie = cookie_of(fd);
    EXPECT_EQ((Target{GetParam(), '2'}.connect(fd.get())), -1);
    EXPECT_EQ(errno, ENETUNREACH) << errno_text();
    EXPECT_EQ((Target{GetParam(), '3'}.connect(fd.get())), -1);
    expect_attempt(watch, cookie, '2', 1);
    const auto before_close = watch.all.size();
    fd.reset();
    expect_attempt(watch, cookie, '3', 2);
    expect_close(watch, cookie, ::getpid());
    EXPECT_GT(watch.all.size(), before_close);
    const Seen& first = watch.event(Action::connect, cookie);
    EXPECT_GT(first.event.time, watch.event(Action::open, cookie).event.time);
    EXPECT_LT(first.event.time, watch.event(Action::close, cookie).event.time);
  });
}

TEST(TracerConnectAgain, WithoutARouteIsReportedBeforeTheNext) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    UniqueFd fd = make_socket(AF_INET6, SOCK_STREAM);
    const auto cookie = cookie_of(fd);
    EXPECT_EQ((Target{AF_INET6, '2'}.connect(fd.get())), -1);
    const UniqueFd listener = make_socket(AF_INET6, SOCK_STREAM);
    bind_to(listener, loopback6(kPort));
    ASSERT_EQ(::listen(listener.get(), 1), 0);
    connect_to(fd, loopback6(kPort));
    fd.reset();
    expect_attempt(watch, cookie, '2', 2);
    const auto succeeded = [=](const Seen& s) {
      return s.event.action == Action::connect && s.event.socket.cookie.value() == cookie &&
             s.event.error_known && s.event.error == 0;
    };
    EXPECT_TRUE(watch.wait_for(succeeded)) << watch.text();
    watch.event(Action::close, cookie);
    EXPECT_EQ(watch.count(Action::connect, cookie), 2u) << watch.text();
  });
}

}  // namespace
}  // namespace portexplorer
