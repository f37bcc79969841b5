#include "collect/ebpf/loaded/load_error.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace portexplorer {
namespace {

bool has_capabilities() {
  constexpr unsigned kPerfmon = 38;  // Linux 5.8; older headers do not name them
  constexpr unsigned kBpf = 39;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> held{};
  if (::syscall(SYS_capget, &header, held.data()) != 0) return false;
  const auto has = [&](unsigned number) { return (held[number / 32].effective >> (number % 32) & 1u) != 0; };
  return has(CAP_SYS_ADMIN) || (has(kPerfmon) && has(kBpf));
}

}  // namespace

Error explain_load_error(int errno_value, bool has_capabilities, bool has_btf, const std::string& libbpf_said) {
  const std::string details = libbpf_said.empty() ? "" : " (" + libbpf_said + ")";
  if (errno_value == EMFILE || errno_value == ENFILE) {
    return {ErrorKind::unavailable, errno_value,
            "programs in the kernel need more open files than this program may have; raise the limit with ulimit -n"};
  }
  if (!has_capabilities) {
    return {ErrorKind::not_permitted, errno_value,
            ::geteuid() == 0
                ? "programs in the kernel want the capabilities CAP_BPF and CAP_PERFMON, which root lacks here"
                : "programs in the kernel want the capabilities CAP_BPF and CAP_PERFMON; run portexplorer as root, or give it these two"};
  }
  if (errno_value == EPERM) {
    return {
        ErrorKind::not_permitted, errno_value,
        "the kernel refuses programs although the capabilities are there; a container, a security module or kernel lockdown forbids them"};
  }
  if (!has_btf) {
    return {ErrorKind::not_supported, errno_value,
            "this kernel does not describe its own types, which programs need (it was built without CONFIG_DEBUG_INFO_BTF)"};
  }
  if (errno_value == ENOMEM) return {ErrorKind::unavailable, errno_value, "there is not enough memory for programs in the kernel"};
  return {ErrorKind::not_supported, errno_value, "this kernel cannot run portexplorer's programs" + details};
}

Error load_error(int errno_value, const std::string& libbpf_said) {
  return explain_load_error(errno_value, has_capabilities(), ::access("/sys/kernel/btf/vmlinux", R_OK) == 0, libbpf_said);
}

}  // namespace portexplorer
