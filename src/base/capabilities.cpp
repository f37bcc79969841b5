#include "base/capabilities.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace portexplorer {

Capabilities Capabilities::effective() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> held{};
  if (::syscall(SYS_capget, &header, held.data()) != 0) return Capabilities(0);
  return Capabilities(held[0].effective | std::uint64_t{held[1].effective} << 32);
}

bool Capabilities::may_load_bpf() const {
  return has(CAP_SYS_ADMIN) || (has(kCapPerfmon) && has(kCapBpf));
}

}  // namespace portexplorer
