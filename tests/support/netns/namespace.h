// Runs a test's body on a separate thread in a new network namespace with loopback up. Tests only.
#pragma once

#include <gtest/gtest.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <thread>

#include "base/unique_fd.h"

namespace portexplorer {

// Returns the message for the errno of the last system call.
inline std::string errno_text() { return std::generic_category().message(errno); }

inline bool bring_loopback_up() {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  return ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

inline bool has_capability(unsigned number) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  return ::syscall(SYS_capget, &header, sets.data()) == 0 &&
         (sets.at(number / 32).effective >> (number % 32) & 1U) != 0;
}

// Returns why a test of such sockets may be skipped: the kernel reports that it does not support
// the protocol. Empty if it does, or if it fails for another reason, which the test must handle.
inline std::string reason_to_skip(int family, int type, int protocol) {
  const UniqueFd probe(::socket(family, type | SOCK_CLOEXEC, protocol));
  const bool unknown =
      !probe && (errno == EPROTONOSUPPORT || errno == EAFNOSUPPORT || errno == ESOCKTNOSUPPORT);
  return unknown ? "this kernel does not support the protocol: " + errno_text() : "";
}

// Requires CAP_SYS_ADMIN; without it the test is skipped with the reason. With it, a refusal is a
// failure.
template <typename Body>
void in_new_namespace(Body body) {
  int failure = 0;
  std::thread([&] {
    if (::unshare(CLONE_NEWNET) != 0) {
      failure = errno;
      return;
    }
    ASSERT_TRUE(bring_loopback_up());
    body();
  }).join();
  if (failure == 0) return;
  const std::string reason =
      "a new network namespace is refused: " + std::generic_category().message(failure);
  if (failure == EPERM && !has_capability(CAP_SYS_ADMIN)) GTEST_SKIP() << reason << "; run as root";
  FAIL() << reason;
}

}  // namespace portexplorer
