#include "support/sockets/sockets.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace portexplorer::fixture {
namespace {

struct AnyAddress {
  sockaddr_storage storage{};
  socklen_t length = sizeof(sockaddr_storage);
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

AnyAddress internet_address(const std::string& text, std::uint16_t port) {
  AnyAddress out;
  if (text.find(':') == std::string::npos) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&out.storage);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    if (inet_pton(AF_INET, text.c_str(), &v4->sin_addr) != 1) fail_now("no address: " + text);
    out.length = sizeof *v4;
    return out;
  }
  const std::size_t zone = text.find('%');
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&out.storage);
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(port);
  if (inet_pton(AF_INET6, text.substr(0, zone).c_str(), &v6->sin6_addr) != 1)
    fail_now("no address: " + text);
  if (zone != std::string::npos) v6->sin6_scope_id = if_nametoindex(text.substr(zone + 1).c_str());
  out.length = sizeof *v6;
  return out;
}

AnyAddress unix_address(const std::string& name) {
  AnyAddress out;
  auto* address = reinterpret_cast<sockaddr_un*>(&out.storage);
  address->sun_family = AF_UNIX;
  const bool abstract = name.starts_with('@');
  std::memcpy(address->sun_path, name.data(), name.size());
  if (abstract) address->sun_path[0] = '\0';
  out.length =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + (abstract ? 0 : 1));
  return out;
}

}  // namespace

UniqueFd bound_socket(int type, const std::string& address, std::uint16_t port) {
  const AnyAddress local = internet_address(address, port);
  UniqueFd fd(check(socket(local.storage.ss_family, type | SOCK_CLOEXEC, 0), "socket"));
  const int yes = 1;
  check(setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), "SO_REUSEADDR");
  check(bind(fd.get(), local.get(), local.length), "bind");
  return fd;
}

UniqueFd listener(const std::string& address, std::uint16_t port) {
  UniqueFd fd = bound_socket(SOCK_STREAM, address, port);
  check(listen(fd.get(), 16), "listen");
  return fd;
}

void connect_to(int fd, const std::string& address, std::uint16_t port) {
  const AnyAddress remote = internet_address(address, port);
  if (connect(fd, remote.get(), remote.length) != 0 && errno != EINPROGRESS)
    fail_with_errno("connect");
}

UniqueFd connected_socket(int type, const std::string& address, std::uint16_t port) {
  UniqueFd fd(check(
      socket(internet_address(address, port).storage.ss_family, type | SOCK_CLOEXEC, 0), "socket"));
  connect_to(fd.get(), address, port);
  return fd;
}

UniqueFd accepted(int listener) {
  return UniqueFd(check(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC), "accept"));
}

std::uint16_t port_of(int fd) {
  AnyAddress local;
  check(getsockname(fd, local.get(), &local.length), "getsockname");
  if (local.storage.ss_family == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in*>(&local.storage)->sin_port);
  return ntohs(reinterpret_cast<const sockaddr_in6*>(&local.storage)->sin6_port);
}

UniqueFd unix_listener(const std::string& name) {
  UniqueFd fd(check(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "unix socket"));
  const AnyAddress address = unix_address(name);
  check(bind(fd.get(), address.get(), address.length), "bind a unix socket");
  check(listen(fd.get(), 16), "listen");
  return fd;
}

UniqueFd unix_connection(const std::string& name) {
  UniqueFd fd(check(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "unix socket"));
  const AnyAddress address = unix_address(name);
  check(connect(fd.get(), address.get(), address.length), "connect a unix socket");
  return fd;
}

std::uint64_t inode_of(int fd) {
  struct stat status {};
  check(fstat(fd, &status), "fstat");
  return status.st_ino;
}

std::string cookie_of(int fd) {
  std::uint64_t cookie = 0;
  socklen_t length = sizeof cookie;
  check(getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length), "SO_COOKIE");
  return std::to_string(cookie);
}

}  // namespace portexplorer::fixture
