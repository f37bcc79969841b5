// The paths that bytes can take into and out of a socket.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <thread>

#include "collect/diagnose/stage.h"
#include "collect/diagnose/uring.h"

namespace portexplorer {
namespace {

constexpr std::size_t kPiece = 500;
constexpr std::size_t kPieces = 2;
constexpr std::size_t kAll = kPiece * kPieces;

using Bytes = std::array<char, kAll>;
using Moves = Result<void> (*)(int fd);

Result<void> moved(ssize_t count, std::size_t wanted, const char* failure) {
  if (count == static_cast<ssize_t>(wanted)) return {};
  return fail_errno(count < 0 ? errno : EIO, failure);
}

constexpr const char* kNotSent = "the kernel does not support this way of sending";
constexpr const char* kNotReceived = "the kernel does not support this way of receiving";

// A message with one vector. Must not outlive the bytes.
struct Message {
  explicit Message(char* bytes, std::size_t count) : vector{bytes, count} {}
  msghdr header() {
    msghdr h{};
    h.msg_iov = &vector;
    h.msg_iovlen = 1;
    return h;
  }
  iovec vector;
};

Result<void> by_send(int fd) {
  for (std::size_t i = 0; i < kPieces; ++i) TRY_VOID(send_bytes(fd, kPiece));
  return {};
}
Result<void> by_recv(int fd) { return receive_bytes(fd, kAll); }

Result<void> by_sendmsg(int fd) {
  Bytes bytes{};
  for (std::size_t i = 0; i < kPieces; ++i) {
    Message message(bytes.data(), kPiece);
    const msghdr header = message.header();
    TRY_VOID(moved(::sendmsg(fd, &header, MSG_NOSIGNAL), kPiece, kNotSent));
  }
  return {};
}
Result<void> by_recvmsg(int fd) {
  Bytes bytes;
  for (std::size_t i = 0; i < kPieces; ++i) {
    Message message(bytes.data(), kPiece);
    msghdr header = message.header();
    TRY_VOID(moved(::recvmsg(fd, &header, 0), kPiece, kNotReceived));
  }
  return {};
}

Result<void> by_sendmmsg(int fd) {
  Bytes bytes{};
  std::array messages = {Message(bytes.data(), kPiece), Message(bytes.data() + kPiece, kPiece)};
  std::array<mmsghdr, kPieces> headers{};
  for (std::size_t i = 0; i < kPieces; ++i) headers[i].msg_hdr = messages[i].header();
  return moved(::sendmmsg(fd, headers.data(), headers.size(), MSG_NOSIGNAL), kPieces, kNotSent);
}
Result<void> by_recvmmsg(int fd) {
  Bytes bytes;
  std::array messages = {Message(bytes.data(), kPiece), Message(bytes.data() + kPiece, kPiece)};
  std::array<mmsghdr, kPieces> headers{};
  for (std::size_t i = 0; i < kPieces; ++i) headers[i].msg_hdr = messages[i].header();
  return moved(::recvmmsg(fd, headers.data(), headers.size(), 0, nullptr), kPieces, kNotReceived);
}

Result<void> by_sendfile(int fd) {
  const UniqueFd file(::memfd_create("portexplorer", MFD_CLOEXEC));
  if (!file || ::ftruncate(file.get(), kAll) != 0)
    return fail_errno(errno, "an anonymous file could not be created");
  return moved(::sendfile(fd, file.get(), nullptr, kAll), kAll, kNotSent);
}
Result<void> by_read(int fd) {
  Bytes bytes;
  std::size_t count = 0;
  while (count < kAll) {
    const ssize_t got = ::read(fd, bytes.data() + count, kAll - count);
    if (got <= 0) return fail_errno(got < 0 ? errno : EIO, kNotReceived);
    count += static_cast<std::size_t>(got);
  }
  return {};
}

struct Pipe {
  UniqueFd out;
  UniqueFd in;
};
Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail_errno(errno, "a pipe could not be created");
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<void> by_splice_out(int fd) {
  TRY(pipe, make_pipe());
  const Bytes bytes{};
  TRY_VOID(moved(::write(pipe.in.get(), bytes.data(), kAll), kAll, "writing to a pipe failed"));
  return moved(::splice(pipe.out.get(), nullptr, fd, nullptr, kAll, 0), kAll, kNotSent);
}
Result<void> by_splice_in(int fd) {
  TRY(pipe, make_pipe());
  for (std::size_t count = 0; count < kAll;) {
    const ssize_t got = ::splice(fd, nullptr, pipe.in.get(), nullptr, kAll - count, 0);
    if (got <= 0) return fail_errno(got < 0 ? errno : EIO, kNotReceived);
    count += static_cast<std::size_t>(got);
  }
  return {};
}

Result<void> send_by_uring(int fd) {
  TRY(uring, Uring::create());
  const Bytes bytes{};
  for (std::size_t i = 0; i < kPieces; ++i) {
    TRY(sent, uring.send(fd, bytes.data(), kPiece));
    TRY_VOID(moved(static_cast<ssize_t>(sent), kPiece, kNotSent));
  }
  return {};
}
Result<void> receive_by_uring(int fd) {
  TRY(uring, Uring::create());
  Bytes bytes;
  for (std::size_t count = 0; count < kAll;) {
    TRY(got, uring.receive(fd, bytes.data(), kPiece));
    if (got == 0) return fail(ErrorKind::io, kNotReceived);
    count += got;
  }
  return {};
}

// The kernel tears down a ring some time after it was closed, and then interrupts the thread that
// created it. So a separate thread creates the ring, and has ended by then.
Result<void> in_own_thread(Moves move, int fd) {
  Result<void> result;
  try {
    std::thread([&] { result = move(fd); }).join();
  } catch (const std::system_error& error) {
    return fail_errno(error.code().value(), "a thread could not be created");
  }
  return result;
}
Result<void> by_uring_out(int fd) { return in_own_thread(send_by_uring, fd); }
Result<void> by_uring_in(int fd) { return in_own_thread(receive_by_uring, fd); }

Result<Scene> over_tcp(const Stage& stage, Moves out, Moves in) {
  TRY(both, make_connection(stage, AF_INET));
  auto& [client, server] = both;
  TRY_VOID(out(client.fd.get()));
  TRY_VOID(in(server.fd.get()));
  client.done.sent_bytes = server.done.received_bytes = kAll;
  client.done.received_bytes = server.done.sent_bytes = 0;
  Scene scene;
  scene.keep(std::move(client.done), std::move(client.fd));
  scene.keep(std::move(server.done), std::move(server.fd));
  return scene;
}

Result<Scene> over_udp(const Stage& stage, Moves out, Moves in) {
  TRY(receiver, make_socket(stage, "receiver", Protocol::udp, AF_INET, SOCK_DGRAM));
  TRY(sender, make_socket(stage, "sender", Protocol::udp, AF_INET, SOCK_DGRAM));
  const Address any = loopback(AF_INET);
  if (::bind(receiver.fd.get(), any.get(), any.length) != 0)
    return fail_errno(errno, "there is no loopback address to bind to");
  TRY(address, address_of(receiver.fd.get()));
  TRY_VOID(connect_to(sender.fd.get(), address));
  TRY_VOID(out(sender.fd.get()));
  TRY_VOID(in(receiver.fd.get()));
  sender.done.sent_bytes = receiver.done.received_bytes = kAll;
  sender.done.sent_packets = receiver.done.received_packets = kPieces;
  Scene scene;
  scene.keep(std::move(sender.done), std::move(sender.fd));
  scene.keep(std::move(receiver.done), std::move(receiver.fd));
  return scene;
}

constexpr const char* kAllowUring = "Allow io_uring: sysctl kernel.io_uring_disabled=0.";

CaseSpec tcp_case(const char* what, Moves out, Moves in) {
  return {what, [out, in](const Stage& stage) { return over_tcp(stage, out, in); }, true, true,
          kAllowUring};
}
CaseSpec udp_case(const char* what, Moves out, Moves in) {
  return {what, [out, in](const Stage& stage) { return over_udp(stage, out, in); }, true, true,
          kAllowUring};
}

}  // namespace

std::vector<CaseSpec> path_cases() {
  return {
      tcp_case("TCP by send and recv", by_send, by_recv),
      tcp_case("TCP by sendmsg and recvmsg", by_sendmsg, by_recvmsg),
      tcp_case("TCP by sendmmsg and recvmmsg", by_sendmmsg, by_recvmmsg),
      tcp_case("TCP by sendfile and read", by_sendfile, by_read),
      tcp_case("TCP by splice, both ways", by_splice_out, by_splice_in),
      tcp_case("TCP by io_uring, both ways", by_uring_out, by_uring_in),
      udp_case("UDP by sendmsg and recvmsg", by_sendmsg, by_recvmsg),
      udp_case("UDP by sendmmsg and recvmmsg", by_sendmmsg, by_recvmmsg),
      udp_case("UDP by io_uring, both ways", by_uring_out, by_uring_in),
  };
}

}  // namespace portexplorer
