// TCP's final counters, to the byte, whatever path the bytes took.
#include <gmock/gmock.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <array>
#include <numeric>

#include "collect/ebpf/loaded/test_life.h"

namespace portexplorer {
namespace {

std::string payload(std::size_t size) { return std::string(size, 'p'); }

// A file of memory with so many bytes.
UniqueFd file_of(std::size_t size) {
  UniqueFd fd(::memfd_create("payload", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), payload(size).data(), size), static_cast<ssize_t>(size));
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_SET), 0);
  return fd;
}

struct Path {
  const char* name;
  std::size_t bytes;
  std::function<void(int fd)> send;
};

void send_messages(int fd) {
  std::string data = payload(1500);
  std::array<iovec, 2> parts{iovec{data.data(), 1000}, iovec{data.data(), 500}};
  std::array<mmsghdr, 4> messages{};
  for (auto& m : messages) {
    m.msg_hdr.msg_iov = parts.data();
    m.msg_hdr.msg_iovlen = parts.size();
  }
  EXPECT_EQ(::sendmmsg(fd, messages.data(), messages.size(), 0), 4);
}

void send_message(int fd) {
  std::string data = payload(333);
  iovec part{data.data(), data.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  EXPECT_EQ(::sendmsg(fd, &message, 0), 333);
}

void splice_in(int fd) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd out(ends[0]);
  const UniqueFd in(ends[1]);
  const UniqueFd file = file_of(30'000);
  EXPECT_EQ(::splice(file.get(), nullptr, in.get(), nullptr, 30'000, 0), 30'000);
  EXPECT_EQ(::splice(out.get(), nullptr, fd, nullptr, 30'000, 0), 30'000);
}

// One send by io_uring, by its system calls alone.
void send_by_ring(int fd) {
  io_uring_params params{};
  const UniqueFd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &params)));
  ASSERT_TRUE(ring) << errno_text();
  const std::size_t queue_bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
  auto* queue = static_cast<char*>(::mmap(nullptr, queue_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, ring.get(), IORING_OFF_SQ_RING));
  auto* entries = static_cast<io_uring_sqe*>(
      ::mmap(nullptr, params.sq_entries * sizeof(io_uring_sqe), PROT_READ | PROT_WRITE, MAP_SHARED, ring.get(), IORING_OFF_SQES));
  ASSERT_NE(static_cast<void*>(queue), MAP_FAILED);
  const std::string data = payload(4321);
  entries[0] = {};
  entries[0].opcode = IORING_OP_SEND;
  entries[0].fd = fd;
  entries[0].addr = reinterpret_cast<std::uint64_t>(data.data());
  entries[0].len = static_cast<unsigned>(data.size());
  *reinterpret_cast<unsigned*>(queue + params.sq_off.array) = 0;
  *reinterpret_cast<unsigned*>(queue + params.sq_off.tail) = 1;
  EXPECT_EQ(::syscall(SYS_io_uring_enter, ring.get(), 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0), 1);
  ::munmap(entries, params.sq_entries * sizeof(io_uring_sqe));
  ::munmap(queue, queue_bytes);
}

std::vector<Path> paths() {
  return {
      {"send", 777, [](int fd) { EXPECT_EQ(::send(fd, payload(777).data(), 777, 0), 777); }},
      {"write", 20'000, [](int fd) { EXPECT_EQ(::write(fd, payload(20'000).data(), 20'000), 20'000); }},
      {"sendmsg", 333, send_message},
      {"sendmmsg", 6000, send_messages},
      {"sendfile", 50'000,
       [](int fd) {
         const UniqueFd file = file_of(50'000);
         EXPECT_EQ(::sendfile(fd, file.get(), nullptr, 50'000), 50'000);
       }},
      {"splice", 30'000, splice_in},
      {"io_uring", 4321, send_by_ring},
      {"urgent", 1, [](int fd) { EXPECT_EQ(::send(fd, "!", 1, MSG_OOB), 1); }},
      {"nothing", 0, [](int) {}},
  };
}

TEST(LifeBytes, EverySendingPathIsCounted) {
  in_new_namespace([] {
    TestLife watch;
    ASSERT_TRUE(watch.works());
    for (const Path& path : paths()) {
      SCOPED_TRACE(path.name);
      TcpPair pair = connect_pair();
      const auto client = cookie_of(pair.client);
      const auto server = cookie_of(pair.server);
      set_option(pair.server, SOL_SOCKET, SO_OOBINLINE, 1);
      path.send(pair.client.get());
      pair.client.reset();
      EXPECT_EQ(receive_bytes(pair.server, SIZE_MAX), path.bytes);
      pair.server.reset();
      EXPECT_EQ(watch.event(Action::close, client).event.socket.sent_bytes, path.bytes);
      EXPECT_EQ(watch.event(Action::close, client).event.socket.received_bytes, 0u);
      EXPECT_EQ(watch.event(Action::close, server).event.socket.received_bytes, path.bytes);
      EXPECT_EQ(watch.event(Action::close, server).event.socket.sent_bytes, 0u);
    }
  });
}

TEST(LifeBytes, SplicedOutOfASocket) {
  in_new_namespace([] {
    TestLife watch;
    ASSERT_TRUE(watch.works());
    TcpPair pair = connect_pair();
    const auto server = cookie_of(pair.server);
    send_bytes(pair.client, 5000);
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const UniqueFd out(ends[0]);
    const UniqueFd in(ends[1]);
    EXPECT_EQ(::splice(pair.server.get(), nullptr, in.get(), nullptr, 5000, 0), 5000);
    pair.client.reset();
    pair.server.reset();
    EXPECT_EQ(pid_of(watch.event(Action::accept, server)), ::getpid());
    EXPECT_EQ(watch.event(Action::close, server).event.socket.received_bytes, 5000u);
  });
}

TEST(LifeBytes, HalfClosedAndThenAnswered) {
  in_new_namespace([] {
    TestLife watch;
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

TEST(LifeBytes, AResetIsToldAndCountsWhatThePeerTook) {
  in_new_namespace([] {
    TestLife watch;
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

TEST(LifeBytes, ADisconnectedSocketTellsOfEachOfItsConnections) {
  in_new_namespace([] {
    TestLife watch;
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
    EXPECT_TRUE(
        watch.wait_for([&](const Seen& s) { return s.event.action == Action::close && s.event.socket.cookie.value() == client; }, 2));
    std::vector<std::uint64_t> sent;
    for (const Seen& s : watch.all) {
      if (s.event.action == Action::close && s.event.socket.cookie.value() == client) sent.push_back(s.event.socket.sent_bytes);
    }
    EXPECT_THAT(sent, ::testing::ElementsAre(10, 20));
  });
}

}  // namespace
}  // namespace portexplorer
