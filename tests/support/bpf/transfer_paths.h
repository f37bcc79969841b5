// All ways to send to and receive from a connected socket. Tests only.
#pragma once

#include <gtest/gtest.h>
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "support/netns/namespace.h"

namespace portexplorer {

inline std::string payload(std::size_t size) { return std::string(size, 'p'); }

// Creates a memfd of that size.
inline UniqueFd file_of(std::size_t size) {
  UniqueFd fd(::memfd_create("payload", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), payload(size).data(), size), static_cast<ssize_t>(size));
  EXPECT_EQ(::lseek(fd.get(), 0, SEEK_SET), 0);
  return fd;
}

struct TestPipe {
  UniqueFd out;
  UniqueFd in;
  TestPipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    out.reset(ends[0]);
    in.reset(ends[1]);
  }
};

// A message with two parts. Valid as long as the bytes.
struct TwoParts {
  std::array<iovec, 2> parts;
  TwoParts(std::string& bytes, std::size_t first)
      : parts{iovec{bytes.data(), first}, iovec{bytes.data() + first, bytes.size() - first}} {}
  msghdr header() {
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return message;
  }
};

// Makes one call with io_uring, using only system calls. Returns its result.
inline int by_ring(const std::function<void(io_uring_sqe&)>& fill) {
  io_uring_params params{};
  const UniqueFd ring(static_cast<int>(::syscall(SYS_io_uring_setup, 1, &params)));
  EXPECT_TRUE(ring) << errno_text();
  const auto map = [&](std::size_t size, off_t offset) {
    void* place = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ring.get(), offset);
    EXPECT_NE(place, MAP_FAILED) << errno_text();
    return static_cast<char*>(place);
  };
  const std::size_t queue_bytes = params.sq_off.array + params.sq_entries * sizeof(unsigned);
  const std::size_t results_bytes = params.cq_off.cqes + params.cq_entries * sizeof(io_uring_cqe);
  char* const queue = map(queue_bytes, IORING_OFF_SQ_RING);
  char* const results = map(results_bytes, IORING_OFF_CQ_RING);
  auto* const entry = reinterpret_cast<io_uring_sqe*>(map(sizeof(io_uring_sqe), IORING_OFF_SQES));
  *entry = {};
  fill(*entry);
  *reinterpret_cast<unsigned*>(queue + params.sq_off.array) = 0;
  *reinterpret_cast<unsigned*>(queue + params.sq_off.tail) = 1;
  EXPECT_EQ(::syscall(SYS_io_uring_enter, ring.get(), 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0), 1);
  const int result = reinterpret_cast<io_uring_cqe*>(results + params.cq_off.cqes)->res;
  ::munmap(entry, sizeof(io_uring_sqe));
  ::munmap(results, results_bytes);
  ::munmap(queue, queue_bytes);
  return result;
}

inline int by_ring(std::uint8_t operation, int fd, std::string& bytes) {
  return by_ring([&](io_uring_sqe& entry) {
    entry.opcode = operation;
    entry.fd = fd;
    entry.addr = reinterpret_cast<std::uint64_t>(bytes.data());
    entry.len = static_cast<unsigned>(bytes.size());
  });
}

inline int by_ring(std::uint8_t operation, int fd, msghdr& message) {
  return by_ring([&](io_uring_sqe& entry) {
    entry.opcode = operation;
    entry.fd = fd;
    entry.addr = reinterpret_cast<std::uint64_t>(&message);
    entry.len = 1;
  });
}

struct SendingPath {
  const char* name;
  std::size_t bytes;
  std::size_t calls;  // number of datagrams on a datagram socket
  std::function<void(int fd)> send;
};

inline void send_two_messages(int fd) {
  std::string bytes = payload(1500);
  TwoParts parts(bytes, 1000);
  std::array<mmsghdr, 2> messages{};
  for (auto& m : messages) m.msg_hdr = parts.header();
  EXPECT_EQ(::sendmmsg(fd, messages.data(), messages.size(), 0), 2);
}

// Each call sends at most 1,500 bytes, so that all of them work with datagrams.
inline std::vector<SendingPath> sending_paths() {
  return {
      {"send", 777, 1, [](int fd) { EXPECT_EQ(::send(fd, payload(777).data(), 777, 0), 777); }},
      {"write", 1200, 1, [](int fd) { EXPECT_EQ(::write(fd, payload(1200).data(), 1200), 1200); }},
      {"writev", 500, 1,
       [](int fd) {
         std::string bytes = payload(500);
         EXPECT_EQ(::writev(fd, TwoParts(bytes, 100).parts.data(), 2), 500);
       }},
      {"sendmsg", 333, 1,
       [](int fd) {
         std::string bytes = payload(333);
         TwoParts parts(bytes, 33);
         const msghdr message = parts.header();
         EXPECT_EQ(::sendmsg(fd, &message, 0), 333);
       }},
      {"sendmmsg", 3000, 2, send_two_messages},
      {"sendfile", 1400, 1,
       [](int fd) {
         const UniqueFd file = file_of(1400);
         EXPECT_EQ(::sendfile(fd, file.get(), nullptr, 1400), 1400);
       }},
      {"splice", 1300, 1,
       [](int fd) {
         const TestPipe pipe;
         EXPECT_EQ(::write(pipe.in.get(), payload(1300).data(), 1300), 1300);
         EXPECT_EQ(::splice(pipe.out.get(), nullptr, fd, nullptr, 1300, 0), 1300);
       }},
      {"io_uring", 1321, 1,
       [](int fd) {
         std::string bytes = payload(1321);
         EXPECT_EQ(by_ring(IORING_OP_SEND, fd, bytes), 1321);
       }},
  };
}

// Receives `size` bytes of one datagram or of a stream.
struct ReceivingPath {
  const char* name;
  std::function<void(int fd, std::size_t bytes)> receive;
};

inline std::vector<ReceivingPath> receiving_paths() {
  const auto all = [](ssize_t got, std::size_t wanted) {
    EXPECT_EQ(got, static_cast<ssize_t>(wanted));
  };
  return {
      {"recv", [=](int fd, std::size_t n) { all(::recv(fd, payload(n).data(), n, 0), n); }},
      {"read", [=](int fd, std::size_t n) { all(::read(fd, payload(n).data(), n), n); }},
      {"readv",
       [=](int fd, std::size_t n) {
         std::string bytes = payload(n);
         all(::readv(fd, TwoParts(bytes, n / 2).parts.data(), 2), n);
       }},
      {"recvmsg",
       [=](int fd, std::size_t n) {
         std::string bytes = payload(n);
         TwoParts parts(bytes, n / 2);
         msghdr message = parts.header();
         all(::recvmsg(fd, &message, 0), n);
       }},
      {"recvmmsg",
       [=](int fd, std::size_t n) {
         std::string bytes = payload(n);
         TwoParts parts(bytes, n / 2);
         mmsghdr message{parts.header(), 0};
         EXPECT_EQ(::recvmmsg(fd, &message, 1, 0, nullptr), 1);
         EXPECT_EQ(message.msg_len, n);
       }},
      {"splice",
       [=](int fd, std::size_t n) {
         const TestPipe pipe;
         all(::splice(fd, nullptr, pipe.in.get(), nullptr, n, 0), n);
       }},
      {"io_uring",
       [=](int fd, std::size_t n) {
         std::string bytes = payload(n);
         all(by_ring(IORING_OP_RECV, fd, bytes), n);
       }},
  };
}

}  // namespace portexplorer
