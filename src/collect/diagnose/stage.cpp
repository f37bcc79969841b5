#include "collect/diagnose/stage.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/clocks.h"

namespace portexplorer {
namespace {

constexpr timeval kWaitLimit = {2, 0};

Result<UniqueFd> open_socket(int domain, int type, int protocol) {
  UniqueFd fd(::socket(domain, type | SOCK_CLOEXEC, protocol));
  if (!fd) return fail_errno(errno, "the kernel refused to create such a socket");
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kWaitLimit, sizeof kWaitLimit);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &kWaitLimit, sizeof kWaitLimit);
  return fd;
}

std::uint32_t port_of(const Address& address) {
  if (address.storage.ss_family == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port);
  if (address.storage.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port);
  return 0;
}

}  // namespace

Timestamp now() {
  timespec t{};
  ::clock_gettime(CLOCK_REALTIME, &t);
  return Timestamp{static_cast<std::int64_t>(t.tv_sec) * kNanosecondsPerSecond + t.tv_nsec};
}

Result<void> identify(int fd, DoneSocket& done) {
  std::uint64_t cookie = 0;
  socklen_t length = sizeof cookie;
  if (::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length) != 0)
    return fail_errno(errno, "the kernel does not report socket cookies");  // Linux 4.12
  done.cookie = Cookie{cookie};
  struct stat file {};
  if (::fstat(fd, &file) == 0) done.inode = Inode{file.st_ino};
  return {};
}

Result<Made> make_socket(const Stage& stage, std::string label, Protocol protocol, int domain,
                         int type, int ip_protocol) {
  Made made;
  made.done.made_after = now();
  TRY(fd, open_socket(domain, type, ip_protocol));
  made.done.made_before = now();
  made.fd = std::move(fd);
  made.done.label = std::move(label);
  made.done.protocol = protocol;
  made.done.netns = stage.netns;
  made.done.maker = made.done.owner = stage.self;
  TRY_VOID(identify(made.fd.get(), made.done));
  return made;
}

Address loopback(int domain, std::uint16_t port) {
  Address address;
  if (domain == AF_INET) {
    auto* in = reinterpret_cast<sockaddr_in*>(&address.storage);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    in->sin_port = htons(port);
    address.length = sizeof *in;
  } else {
    auto* in = reinterpret_cast<sockaddr_in6*>(&address.storage);
    in->sin6_family = AF_INET6;
    in->sin6_addr = in6addr_loopback;
    in->sin6_port = htons(port);
    address.length = sizeof *in;
  }
  return address;
}

Result<Address> address_of(int fd) {
  Address address;
  address.length = sizeof address.storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.length) != 0) {
    return fail_errno(errno, "the kernel does not report the address of a socket");
  }
  return address;
}

Result<UniqueFd> open_listener(int domain, int backlog) {
  TRY(fd, open_socket(domain, SOCK_STREAM, 0));
  const Address any = loopback(domain);
  if (::bind(fd.get(), any.get(), any.length) != 0)
    return fail_errno(errno, "there is no loopback address to listen on");
  if (::listen(fd.get(), backlog) != 0) return fail_errno(errno, "the kernel refuses to listen");
  return fd;
}

Result<void> connect_to(int fd, const Address& address) {
  if (::connect(fd, address.get(), address.length) != 0)
    return fail_errno(errno, "cannot connect over the loopback interface");
  return {};
}

Result<Made> accept_from(const Stage& stage, int listener, std::string label) {
  Made made;
  Address peer;
  peer.length = sizeof peer.storage;
  made.fd.reset(
      ::accept4(listener, reinterpret_cast<sockaddr*>(&peer.storage), &peer.length, SOCK_CLOEXEC));
  if (!made.fd) return fail_errno(errno, "no connection arrived on the loopback interface");
  ::setsockopt(made.fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kWaitLimit, sizeof kWaitLimit);
  ::setsockopt(made.fd.get(), SOL_SOCKET, SO_SNDTIMEO, &kWaitLimit, sizeof kWaitLimit);
  made.done.label = std::move(label);
  made.done.protocol = Protocol::tcp;
  made.done.netns = stage.netns;
  made.done.maker = made.done.owner = stage.self;
  made.done.remote_port = port_of(peer);
  TRY_VOID(identify(made.fd.get(), made.done));
  return made;
}

Result<Connection> make_connection(const Stage& stage, int domain) {
  TRY(listener, open_listener(domain, 1));
  TRY(address, address_of(listener.get()));
  TRY(client, make_socket(stage, "client", Protocol::tcp, domain, SOCK_STREAM));
  const Timestamp before = now();
  TRY_VOID(connect_to(client.fd.get(), address));
  TRY(server, accept_from(stage, listener.get(), "server"));
  server.done.made_after = before;
  server.done.made_before = now();
  return Connection{std::move(client), std::move(server)};
}

Result<void> send_bytes(int fd, std::size_t count) {
  static constexpr std::array<char, 4096> kBytes{};
  while (count > 0) {
    const ssize_t sent = ::send(fd, kBytes.data(), std::min(count, kBytes.size()), MSG_NOSIGNAL);
    if (sent <= 0) return fail_errno(errno, "bytes could not be sent over the loopback interface");
    count -= static_cast<std::size_t>(sent);
  }
  return {};
}

Result<void> receive_bytes(int fd, std::size_t count) {
  std::array<char, 4096> bytes;
  while (count > 0) {
    const ssize_t received = ::recv(fd, bytes.data(), std::min(count, bytes.size()), 0);
    if (received == 0)
      return fail(ErrorKind::unavailable, "a connection over the loopback interface ended early");
    if (received < 0) return fail_errno(errno, "bytes did not arrive over the loopback interface");
    count -= static_cast<std::size_t>(received);
  }
  return {};
}

}  // namespace portexplorer
