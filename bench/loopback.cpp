#include "bench/loopback.h"

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace portexplorer::bench {
namespace {

constexpr std::uint64_t kSocketsPerAddress = 4096;
constexpr std::size_t kPayload = 4096;

sockaddr_in ipv4(std::uint32_t address, std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(address);
  out.sin_port = htons(port);
  return out;
}

// Returns 127.NET.x.y, with a new address after every kSocketsPerAddress sockets.
std::uint32_t address_of(std::uint32_t net, std::uint64_t index) {
  const auto block = static_cast<std::uint32_t>(index / kSocketsPerAddress);
  return 0x7F000000u | (net << 16) | ((block / 250 + 1) << 8) | (block % 250 + 1);
}

Result<void> vanish_at_close(int fd) {
  const linger now{1, 0};
  if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now) != 0)
    return fail_errno(errno, "cannot set SO_LINGER");
  return {};
}

template <typename Address>
const sockaddr* generic(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

Result<UniqueFd> listen_loopback() {
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return fail_errno(errno, "cannot create a listening socket");
  const auto any = ipv4(INADDR_ANY, 0);
  if (bind(fd.get(), generic(any), sizeof any) != 0 || listen(fd.get(), 4096) != 0)
    return fail_errno(errno, "cannot listen");
  return fd;
}

Result<std::uint16_t> local_port(int fd) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    return fail_errno(errno, "getsockname failed");
  return ntohs(address.sin_port);
}

Result<UniqueFd> connect_loopback(std::uint16_t port, std::uint64_t index) {
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return fail_errno(errno, "cannot create a TCP socket");
  TRY_VOID(vanish_at_close(fd.get()));
  const auto to = ipv4(address_of(0, index), port);
  if (connect(fd.get(), generic(to), sizeof to) != 0) return fail_errno(errno, "cannot connect");
  return fd;
}

Result<UniqueFd> accept_loopback(int listener, std::size_t bytes) {
  UniqueFd fd(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
  if (!fd) return fail_errno(errno, "cannot accept");
  TRY_VOID(vanish_at_close(fd.get()));
  std::array<char, kPayload> buffer;
  for (std::size_t left = bytes; left > 0;) {
    const ssize_t n = recv(fd.get(), buffer.data(), std::min(left, buffer.size()), 0);
    if (n <= 0) return fail_errno(n == 0 ? ECONNRESET : errno, "payload did not arrive");
    left -= static_cast<std::size_t>(n);
  }
  return fd;
}

Result<void> send_payload(int fd, std::size_t bytes) {
  static constexpr std::array<char, kPayload> kZeroes{};
  for (std::size_t left = bytes; left > 0;) {
    const ssize_t n = send(fd, kZeroes.data(), std::min(left, kZeroes.size()), MSG_NOSIGNAL);
    if (n < 0) return fail_errno(errno, "cannot send the payload");
    left -= static_cast<std::size_t>(n);
  }
  return {};
}

Result<UniqueFd> open_udp(std::uint64_t index) {
  UniqueFd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd) return fail_errno(errno, "cannot create a UDP socket");
  const auto local = ipv4(address_of(1, index), 0);
  if (bind(fd.get(), generic(local), sizeof local) != 0)
    return fail_errno(errno, "cannot bind a UDP socket");
  const auto discard = ipv4(INADDR_LOOPBACK, 9);
  if (index % 2 == 1 && connect(fd.get(), generic(discard), sizeof discard) != 0)
    return fail_errno(errno, "cannot connect a UDP socket");
  return fd;
}

Result<void> open_unix_pair(std::vector<UniqueFd>& out) {
  std::array<int, 2> pair{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
    return fail_errno(errno, "cannot create unix sockets");
  out.emplace_back(pair[0]);
  out.emplace_back(pair[1]);
  return {};
}

void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace portexplorer::bench
