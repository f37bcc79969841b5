#include "collect/ebpf/loaded/load_error.h"

#include <linux/capability.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <fstream>

namespace portexplorer {
namespace {

std::uint64_t effective_capabilities() {
  constexpr std::string_view kKey = "CapEff:\t";
  std::ifstream status("/proc/thread-self/status");
  std::uint64_t bits = 0;
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(kKey)) std::from_chars(line.data() + kKey.size(), line.data() + line.size(), bits, 16);
  }
  return bits;
}

bool has_capabilities() {
  constexpr int kPerfmon = 38;  // Linux 5.8; older headers do not name them
  constexpr int kBpf = 39;
  const std::uint64_t bits = effective_capabilities();
  const auto has = [&](int number) { return (bits >> number & 1) != 0; };
  return has(CAP_SYS_ADMIN) || (has(kPerfmon) && has(kBpf));
}

}  // namespace

Error explain_load_error(int errno_value, bool has_capabilities, bool has_btf, const std::string& libbpf_said) {
  const std::string details = libbpf_said.empty() ? "" : " (" + libbpf_said + ")";
  if (!has_capabilities) {
    return {ErrorKind::not_permitted, errno_value,
            "programs in the kernel want the capabilities CAP_BPF and CAP_PERFMON; run portexplorer as root, or give it these two"};
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
