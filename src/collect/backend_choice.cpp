#include "collect/backend_choice.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <string_view>

#include "base/unique_fd.h"

namespace portexplorer {
namespace {

// "sockets: used N", the first line of /proc/net/sockstat: over all network namespaces.
std::uint64_t sockets_used() {
  constexpr std::string_view kKey = "sockets: used ";
  const UniqueFd fd(::open("/proc/net/sockstat", O_RDONLY | O_CLOEXEC));
  std::array<char, 128> buffer{};
  const ssize_t n = fd ? ::read(fd.get(), buffer.data(), buffer.size()) : 0;
  const std::string_view text(buffer.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  std::uint64_t used = 0;
  if (text.starts_with(kKey))
    std::from_chars(text.data() + kKey.size(), text.data() + text.size(), used);
  return used;
}

struct Capabilities {
  std::array<__user_cap_data_struct, 2> data{};

  // None where the kernel does not tell.
  static Capabilities read() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    Capabilities held;
    return ::syscall(SYS_capget, &header, held.data.data()) == 0 ? held : Capabilities{};
  }
  [[nodiscard]] bool has(unsigned number) const {
    return (data[number / 32].effective >> (number % 32) & 1u) != 0;
  }
};

bool may_load(const Capabilities& held) {
  constexpr unsigned kPerfmon = 38;  // Linux 5.8; older headers do not name them
  constexpr unsigned kBpf = 39;
  return held.has(CAP_SYS_ADMIN) || (held.has(kPerfmon) && held.has(kBpf));
}

}  // namespace

bool may_load_programs() { return may_load(Capabilities::read()); }

bool bpf_sees_more() {
  const Capabilities held = Capabilities::read();
  const bool reads_files =
      held.has(CAP_SYS_PTRACE) && (held.has(CAP_DAC_READ_SEARCH) || held.has(CAP_DAC_OVERRIDE));
  return may_load(held) && !reads_files;
}

// Measured on two cores of Linux 6.18: loading takes some 20 ms; each socket 3 µs by the plain way,
// 1 µs by the other.
bool is_bpf_worth_loading(std::uint64_t sockets) {
  constexpr std::uint64_t kCrossing = 10'000;
  return sockets > kCrossing;
}

bool is_bpf_worth_loading() { return may_load_programs() && is_bpf_worth_loading(sockets_used()); }

// The walk saves half of such a reading or more, so that loading is paid back within some ten
// looks.
bool pays_resident(std::chrono::nanoseconds plain_duration) {
  constexpr std::chrono::milliseconds kWorthLoading{10};
  return plain_duration > kWorthLoading && may_load_programs();
}

}  // namespace portexplorer
