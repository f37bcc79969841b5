// Runs a test's body on a thread of its own inside a new network namespace with loopback up. Tests only.
#pragma once

#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <thread>

#include "base/unique_fd.h"

namespace portexplorer {

// What the last system call says went wrong.
inline std::string errno_text() { return std::generic_category().message(errno); }

inline bool bring_loopback_up() {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  return ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

// Wants CAP_SYS_ADMIN; without it the test is skipped with the reason.
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
  if (failure != 0) GTEST_SKIP() << "a network namespace of its own is refused: " << std::generic_category().message(failure);
}

}  // namespace portexplorer
