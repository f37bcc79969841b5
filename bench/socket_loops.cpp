#include "bench/socket_loops.h"

#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "base/unique_fd.h"
#include "bench/loopback.h"

namespace portexplorer::bench {
namespace {

constexpr std::size_t kMessage = 1000;

const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  out.sin_port = htons(port);
  return out;
}

class SendLoop final : public SocketLoop {
 public:
  SendLoop(UniqueFd from, UniqueFd to) : from_(std::move(from)), to_(std::move(to)) {}

  Result<void> run(std::uint64_t times) override {
    std::array<char, kMessage> message{};
    for (std::uint64_t i = 0; i < times; ++i) {
      if (send(from_.get(), message.data(), message.size(), 0) != kMessage)
        return fail_errno(errno, "cannot send a message");
      if (recv(to_.get(), message.data(), message.size(), MSG_WAITALL) != kMessage)
        return fail_errno(errno, "a message did not arrive");
    }
    return {};
  }

 private:
  UniqueFd from_;
  UniqueFd to_;
};

class ConnectLoop final : public SocketLoop {
 public:
  ConnectLoop(UniqueFd listener, std::uint16_t port)
      : listener_(std::move(listener)), to_(loopback(port)) {}

  Result<void> run(std::uint64_t times) override {
    for (std::uint64_t i = 0; i < times; ++i) {
      UniqueFd client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      if (connect(client.get(), generic(to_), sizeof to_) != 0)
        return fail_errno(errno, "cannot connect");
      UniqueFd server(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!server) return fail_errno(errno, "cannot accept");
      client.reset();
    }
    return {};
  }

 private:
  UniqueFd listener_;
  sockaddr_in to_;
};

Result<std::unique_ptr<SocketLoop>> make_tcp() {
  TRY(listener, listen_loopback());
  TRY(port, local_port(listener.get()));
  UniqueFd client(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto to = loopback(port);
  if (connect(client.get(), generic(to), sizeof to) != 0)
    return fail_errno(errno, "cannot connect");
  TRY(server, accept_loopback(listener.get(), 0));
  return std::make_unique<SendLoop>(std::move(client), std::move(server));
}

Result<std::unique_ptr<SocketLoop>> make_udp() {
  UniqueFd server(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto any = loopback(0);
  if (bind(server.get(), generic(any), sizeof any) != 0)
    return fail_errno(errno, "cannot bind a UDP socket");
  TRY(port, local_port(server.get()));
  UniqueFd client(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const auto to = loopback(port);
  if (connect(client.get(), generic(to), sizeof to) != 0)
    return fail_errno(errno, "cannot connect a UDP socket");
  return std::make_unique<SendLoop>(std::move(client), std::move(server));
}

Result<std::unique_ptr<SocketLoop>> make_unix() {
  std::vector<UniqueFd> pair;
  TRY_VOID(open_unix_pair(pair));
  return std::make_unique<SendLoop>(std::move(pair[0]), std::move(pair[1]));
}

Result<void> raise_loopback() {
  const UniqueFd fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  request.ifr_name[0] = 'l';
  request.ifr_name[1] = 'o';
  if (ioctl(fd.get(), SIOCGIFFLAGS, &request) != 0)
    return fail_errno(errno, "there is no loopback interface");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  if (ioctl(fd.get(), SIOCSIFFLAGS, &request) != 0)
    return fail_errno(errno, "cannot bring up loopback");
  return {};
}

}  // namespace

Result<std::unique_ptr<SocketLoop>> make_connects() {
  TRY(listener, listen_loopback());
  TRY(port, local_port(listener.get()));
  return std::make_unique<ConnectLoop>(std::move(listener), port);
}

Result<std::vector<NamedLoop>> make_loops() {
  TRY(tcp, make_tcp());
  TRY(udp, make_udp());
  TRY(local, make_unix());
  TRY(connects, make_connects());
  constexpr double kMostForTraffic = 1.10;
  constexpr double kMostForConnects = 1.25;
  std::vector<NamedLoop> loops;
  loops.push_back({"tcp", kMostForTraffic, std::move(tcp)});
  loops.push_back({"udp", kMostForTraffic, std::move(udp)});
  loops.push_back({"unix", std::nullopt, std::move(local)});
  loops.push_back({"connect", kMostForConnects, std::move(connects)});
  return loops;
}

Result<void> enter_quiet_namespace() {
  if (unshare(CLONE_NEWNET) != 0) return fail_errno(errno, "cannot create a network namespace");
  TRY_VOID(raise_loopback());
  std::ofstream most("/proc/sys/net/ipv4/tcp_max_tw_buckets");
  if (!(most << 0 << std::flush)) return fail(ErrorKind::not_permitted, "cannot disable TIME_WAIT");
  return {};
}

Result<void> pin_to_core(unsigned core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  if (sched_setaffinity(0, sizeof cores, &cores) != 0)
    return fail_errno(errno, "cannot pin the thread to a core");
  return {};
}

}  // namespace portexplorer::bench
