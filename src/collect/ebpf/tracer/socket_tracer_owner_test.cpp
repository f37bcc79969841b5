// Owners of events. A wrong process is worse than none.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <thread>

#include "base/fd_passing.h"

#include "support/bpf/tracer.h"

namespace portexplorer {
namespace {

// A listener that completes connections without accepting them.
struct Listening {
  UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
  std::uint16_t port = 0;
  Listening() {
    bind_to(fd, loopback4());
    EXPECT_EQ(::listen(fd.get(), 16), 0);
    port = port_of(fd);
  }
  [[nodiscard]] UniqueFd accept() const {
    return UniqueFd(::accept4(fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
};

UniqueFd connected_to(const Listening& listening) {
  UniqueFd fd = make_socket(AF_INET, SOCK_STREAM);
  connect_to(fd, loopback4(listening.port));
  return fd;
}

bool send_from(int fd) { return ::send(fd, "x", 1, MSG_NOSIGNAL) == 1; }

TEST(TracerOwner, AcceptedByTheParentUsedAndClosedByTheChild) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    const UniqueFd client = connected_to(listening);
    UniqueFd server = listening.accept();
    const auto cookie = cookie_of(server);
    int child = 0;
    {
      const Forked forked([&] {
        const bool sent = send_from(server.get());
        ::close(server.release());
        return std::string(sent ? "sent" : "failed");
      });
      child = forked.pid();
      server.reset();  // before or after the child's: the last close ends the connection
      EXPECT_EQ(forked.hear(), "sent");
    }
    EXPECT_EQ(pid_of(watch.event(Action::accept, cookie)), ::getpid());
    const Seen closed = watch.event(Action::close, cookie);
    EXPECT_THAT(pid_of(closed), ::testing::AnyOf(child, ::getpid()));
    EXPECT_EQ(closed.event.socket.sent_bytes, 1u);
  });
}

// An exiting process releases its memory, and with it the name of its program, before its sockets.
// A forked process has its parent's name.
TEST(TracerOwner, AForkedChildThatEndsFirstIsNamed) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    UniqueFd client = connected_to(listening);
    UniqueFd server = listening.accept();
    const auto cookie = cookie_of(server);
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const UniqueFd waiting(ends[0]);
    UniqueFd letting(ends[1]);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(letting.release());
      char ignored = 0;
      ::_exit(::read(waiting.get(), &ignored, 1) == 0 ? 0 : 1);
    }
    server.reset();  // the child has the last reference
    letting.reset();
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_EQ(receive_bytes(client, 1), 0u);
    client.reset();
    const Seen closed = watch.event(Action::close, cookie);
    EXPECT_EQ(pid_of(closed), child);
    EXPECT_EQ(name_of(closed), kOwnName);
    EXPECT_TRUE(closed.process && closed.process->forked);
  });
}

// An io_uring has the only reference. The kernel closes the socket in a kernel thread.
TEST(TracerOwner, ASocketThatOnlyARingHoldsIsClosedByItsOwner) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
      UniqueFd socket = type == SOCK_STREAM ? connected_to(listening) : make_socket(AF_INET, type);
      const auto cookie = cookie_of(socket);
      io_uring_params params{};
      UniqueFd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &params)));
      ASSERT_TRUE(ring) << errno_text();
      const int fd = socket.get();
      ASSERT_EQ(::syscall(SYS_io_uring_register, ring.get(), IORING_REGISTER_FILES, &fd, 1), 0)
          << errno_text();
      socket.reset();
      ring.reset();
      if (type == SOCK_STREAM) listening.accept().reset();
      const Seen closed = watch.event(Action::close, cookie);
      EXPECT_EQ(pid_of(closed), ::getpid()) << type;
      EXPECT_EQ(name_of(closed), kOwnName);
    }
  });
}

TEST(TracerOwner, AcceptedByTheChildOfAnInheritedListener) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    const UniqueFd client = connected_to(listening);
    const Forked forked([&] {
      const UniqueFd server = listening.accept();
      std::uint64_t cookie = 0;
      socklen_t length = sizeof cookie;
      ::getsockopt(server.get(), SOL_SOCKET, SO_COOKIE, &cookie, &length);
      return std::to_string(cookie);
    });
    const auto cookie = std::stoull(forked.hear());
    EXPECT_EQ(pid_of(watch.event(Action::accept, cookie)), forked.pid());
    EXPECT_EQ(pid_of(watch.event(Action::close, cookie)), forked.pid());
  });
}

// Passed to an unrelated process. If accepts cannot be traced, the accepting process is unknown,
// and no wrong process is reported.
TEST(TracerOwner, PassedOnByScmRightsBeforeItsFirstUse) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    std::array<int, 2> channel{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel.data()), 0);
    const UniqueFd mine(channel[0]);
    const UniqueFd theirs(channel[1]);
    const Listening listening;
    const UniqueFd client = connected_to(listening);
    const Forked acceptor([&] {
      const UniqueFd server = listening.accept();
      return std::string(pass_fd(theirs.get(), server.get()) ? "passed" : "failed");
    });
    EXPECT_EQ(acceptor.hear(), "passed");
    auto taken = take_fd(mine.get());
    ASSERT_TRUE(taken);
    UniqueFd server = *std::move(taken);
    ASSERT_TRUE(server);
    const auto cookie = cookie_of(server);
    EXPECT_TRUE(send_from(server.get()));
    const Seen accepted = watch.event(Action::accept, cookie);
    const bool followed = watch.tracer().traffic_counter() == TrafficCounter::fexit;
    EXPECT_EQ(pid_of(accepted), followed ? acceptor.pid() : 0) << name_of(accepted);
    server.reset();
    EXPECT_EQ(pid_of(watch.event(Action::close, cookie)), ::getpid());
  });
}

TEST(TracerOwner, IsReportedImmediatelyIfThePeersAddressIsRequested) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    const UniqueFd client = connected_to(listening);
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    const UniqueFd server(
        ::accept4(listening.fd.get(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
    EXPECT_EQ(pid_of(watch.event(Action::accept, cookie_of(server))), ::getpid());
  });
}

TEST(TracerOwner, ConnectionsThatWereNotAcceptedHaveNoProcess) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    auto listening = std::make_unique<Listening>();
    const std::uint16_t port = listening->port;
    const UniqueFd client = connected_to(*listening);
    const std::uint16_t client_port = port_of(client);
    listening.reset();
    const auto is_child = [&](const Seen& s) {
      return s.event.socket.local_port == port && s.event.socket.remote_port == client_port;
    };
    const Seen closed =
        watch.event([&](const Seen& s) { return s.event.action == Action::close && is_child(s); });
    EXPECT_EQ(closed.process, std::nullopt);
    EXPECT_EQ(std::ranges::count_if(
                  watch.all,
                  [&](const Seen& s) { return s.event.action == Action::accept && is_child(s); }),
              0);
  });
}

// The same process has another program name before and after exec.
TEST(TracerOwner, ExecBetweenSocketAndClose) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    UniqueFd inherited(::socket(AF_INET, SOCK_STREAM, 0));
    const auto cookie = cookie_of(inherited);
    const pid_t pid = ::fork();
    if (pid == 0) {
      const auto to = loopback4(listening.port);
      if (::connect(inherited.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        ::_exit(1);
      ::execl("/bin/sleep", "sleep", "0", nullptr);
      ::_exit(127);
    }
    inherited.reset();
    UniqueFd server = listening.accept();
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    ASSERT_EQ(status, 0);
    const Seen opened = watch.event(Action::open, cookie);
    EXPECT_EQ(pid_of(opened), ::getpid());
    const Seen connected = watch.event(Action::connect, cookie);
    EXPECT_EQ(pid_of(connected), pid);
    EXPECT_EQ(name_of(connected), kOwnName);
    EXPECT_EQ(receive_bytes(server, 1), 0u);
    server.reset();
    const Seen closed = watch.event(Action::close, cookie);
    EXPECT_EQ(pid_of(closed), pid);
    EXPECT_EQ(name_of(closed), "sleep");
  });
}

TEST(TracerOwner, AThreadsSocketBelongsToItsProcess) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    std::uint64_t cookie = 0;
    std::thread([&] {
      UniqueFd client = connected_to(listening);
      cookie = cookie_of(client);
      ::pthread_setname_np(::pthread_self(), "a-thread");
    }).join();
    for (const Action action : {Action::open, Action::connect}) {
      const Seen seen = watch.event(action, cookie);
      EXPECT_EQ(pid_of(seen), ::getpid());
      EXPECT_EQ(seen.process->comm, std::string(kOwnName).substr(0, 15));
    }
    listening.accept().reset();
    EXPECT_EQ(pid_of(watch.event(Action::close, cookie)), ::getpid());
  });
}

TEST(TracerOwner, AKilledProcessClosesItsSockets) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Listening listening;
    Forked forked([&] {
      const auto to = loopback4(listening.port);
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      std::uint64_t cookie = 0;
      socklen_t length = sizeof cookie;
      ::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length);
      if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 || !send_from(fd))
        return std::string("0");
      return std::to_string(cookie);
    });
    const auto cookie = std::stoull(forked.hear());
    const int pid = forked.pid();
    UniqueFd server = listening.accept();
    forked.kill();
    EXPECT_EQ(receive_bytes(server, 10), 1u);
    server.reset();
    const Seen closed = watch.event(Action::close, cookie);
    EXPECT_EQ(pid_of(closed), pid);
    EXPECT_EQ(name_of(closed), kOwnName);
    EXPECT_EQ(closed.event.socket.sent_bytes, 1u);
  });
}

// A process in a PID namespace has a different pid there. The tracer reports the pid in its own
// namespace.
TEST(TracerOwner, PidsAreThoseThatTheReaderSees) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    const Forked outer([&] {
      if (::unshare(CLONE_NEWPID) != 0) return std::string("0 0");
      const pid_t inner = ::fork();
      if (inner == 0) {
        const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
        ::_exit(fd >= 0 && ::getpid() == 1 ? 0 : 1);
      }
      int status = 0;
      ::waitpid(inner, &status, 0);
      return std::to_string(inner) + " " + std::to_string(status);
    });
    std::istringstream line(outer.hear());
    int inner = 0;
    int status = 1;
    line >> inner >> status;
    ASSERT_EQ(status, 0);
    ASSERT_GT(inner, 1);
    const Seen opened = watch.event(
        [&](const Seen& s) { return s.event.action == Action::open && pid_of(s) == inner; });
    EXPECT_EQ(opened.process->parent.value(), outer.pid());
  });
}

// A tracer inside the PID namespace reports pids of that namespace, and 0 for processes outside.
TEST(TracerOwner, AReaderInsideAPidNamespaceSeesItsOwnPids) {
  in_new_namespace([] {
    const Forked outer([&] {
      if (::unshare(CLONE_NEWPID) != 0) return std::string("no namespace");
      std::array<int, 2> ends{};
      if (::pipe(ends.data()) != 0) return std::string("no pipe");
      const pid_t inner = ::fork();
      if (inner == 0) {
        std::string text = "not seen";
        if (auto tracer = SocketTracer::create(); tracer) {
          const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
          EventBatch batch;
          if ((*tracer)->take(batch)) {
            for (const SocketEvent& e : batch.events) {
              if (e.action == Action::open && e.process != kNoIndex &&
                  batch.processes[e.process].pid.value() == ::getpid()) {
                text = "seen as " + std::to_string(::getpid());
              }
            }
          }
          ::close(fd);
        }
        const bool written = ::write(ends[1], text.data(), text.size()) > 0;
        ::_exit(written ? 0 : 1);
      }
      ::close(ends[1]);
      std::array<char, 100> text{};
      const ssize_t length = ::read(ends[0], text.data(), text.size());
      ::waitpid(inner, nullptr, 0);
      return std::string(text.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    });
    EXPECT_EQ(outer.hear(), "seen as 1");
  });
}

// A socket remains in the namespace in which it was created.
TEST(TracerOwner, SetnsWhileASocketIsOpen) {
  in_new_namespace([] {
    TestTracer watch;
    ASSERT_TRUE(watch.works());
    watch.all_namespaces = true;
    const NetnsId before = netns_of_this_thread();
    const Listening listening;
    UniqueFd client = make_socket(AF_INET, SOCK_STREAM);
    const auto cookie = cookie_of(client);
    ASSERT_EQ(::unshare(CLONE_NEWNET), 0);
    ASSERT_NE(netns_of_this_thread(), before);
    connect_to(client, loopback4(listening.port));
    client.reset();
    listening.accept().reset();
    for (const Action action : {Action::open, Action::connect, Action::close}) {
      const Seen seen = watch.event(action, cookie);
      EXPECT_EQ(seen.event.socket.netns, before) << to_string(action);
      EXPECT_EQ(pid_of(seen), ::getpid());
    }
  });
}

}  // namespace
}  // namespace portexplorer
