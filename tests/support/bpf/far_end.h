// Simulates another machine: a network namespace behind a veth pair. Tests only.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <thread>

#include "support/sockets/own_sockets.h"

namespace portexplorer {

inline void run_command(const std::string& command) {
  // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): constant commands of tests
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

// Connected to the network namespace of the thread that creates it.
class FarEnd {
 public:
  FarEnd() {
    std::thread([&] {
      EXPECT_EQ(::unshare(CLONE_NEWNET), 0) << errno_text();
      netns_ = UniqueFd(::open("/proc/thread-self/ns/net", O_RDONLY));
      listener = make_socket(AF_INET6, SOCK_STREAM);
      datagrams = make_socket(AF_INET6, SOCK_DGRAM);
    }).join();
    run_command("ip link add near type veth peer name far address 02:00:00:00:00:01");
    run_command("ip link set far netns /proc/" + std::to_string(::getpid()) + "/fd/" +
                std::to_string(netns_.get()));
    run_command(
        "ip address add 10.77.0.1/24 dev near && ip address add fd77::1/64 dev near nodad && ip "
        "link set near up");
    there(
        "ip address add 10.77.0.2/24 dev far && ip address add fd77::2/64 dev far nodad && ip link "
        "set far up");
    for (const UniqueFd* fd : {&listener, &datagrams}) bind_to(*fd, any6());
    EXPECT_EQ(::listen(listener.get(), 4), 0);
    port = port_of(listener);
  }

  // Runs a command in the other namespace.
  void there(const std::string& command) const {
    std::thread([&] {
      EXPECT_EQ(::setns(netns_.get(), CLONE_NEWNET), 0);
      run_command(command);
    }).join();
  }
  // With a link-layer address other than the one in this end's neighbor cache, the far end receives
  // nothing. (If the link were down, packets would be dropped locally, and the kernel would count
  // their bytes as sent twice.)
  void be_deaf() const { there("ip link set far address 02:00:00:00:00:02"); }
  void hear_again() const { there("ip link set far address 02:00:00:00:00:01"); }

  // Returns a local socket connected to a port of the far end.
  [[nodiscard]] static UniqueFd connected(int family, int type, std::uint16_t to_port) {
    UniqueFd fd = make_socket(family, type);
    if (family == AF_INET) {
      sockaddr_in address = loopback4(to_port);
      EXPECT_EQ(::inet_pton(AF_INET, "10.77.0.2", &address.sin_addr), 1);
      connect_to(fd, address);
    } else {
      sockaddr_in6 address = any6(to_port);
      EXPECT_EQ(::inet_pton(AF_INET6, "fd77::2", &address.sin6_addr), 1);
      connect_to(fd, address);
    }
    return fd;
  }
  [[nodiscard]] UniqueFd caller(int family) const { return connected(family, SOCK_STREAM, port); }
  [[nodiscard]] UniqueFd accept() const {
    return UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }

  UniqueFd listener;   // both sockets are dual-stack
  UniqueFd datagrams;  // a UDP socket
  std::uint16_t port = 0;

 private:
  UniqueFd netns_;
};

}  // namespace portexplorer
