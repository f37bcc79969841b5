// Reduces the capabilities of a test. Tests only.
#pragma once

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace portexplorer {

// Missing in older headers.
constexpr std::uint64_t kPerfmon = 1ull << 38;
constexpr std::uint64_t kBpf = 1ull << 39;

// Switches to user 65534 with only these capabilities.
[[nodiscard]] inline bool drop_to(std::uint64_t capabilities) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  for (int i = 0; i < 2; ++i)
    data[i].effective = data[i].permitted = static_cast<__u32>(capabilities >> (32 * i));
  return ::prctl(PR_SET_KEEPCAPS, 1) == 0 && ::setresgid(65534, 65534, 65534) == 0 &&
         ::setresuid(65534, 65534, 65534) == 0 && ::syscall(SYS_capset, &header, data) == 0;
}

}  // namespace portexplorer
