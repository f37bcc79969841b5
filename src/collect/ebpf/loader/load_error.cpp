#include "collect/ebpf/loader/load_error.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/capabilities.h"
#include "base/own_ids.h"
#include "base/privilege.h"

namespace portexplorer {
namespace {

// Number of files that the loaded programs keep open, with some reserve.
constexpr int kFilesOfPrograms = 96;

bool may_open_files(int wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return true;
  int free = 0;
  for (rlim_t fd = 0; fd < limit.rlim_cur && free < wanted; ++fd) {
    if (::fcntl(static_cast<int>(fd), F_GETFD) < 0) ++free;
  }
  return free >= wanted;
}

// libbpf ignores a map or program for which it cannot open a file. What then fails has a misleading
// errno.
int first_reason(int errno_value) {
  return errno_value == EPERM || may_open_files(kFilesOfPrograms) ? errno_value : EMFILE;
}

}  // namespace

Error explain_load_error(int errno_value, bool has_capabilities, bool has_btf,
                         const std::string& libbpf_said) {
  const std::string details = libbpf_said.empty() ? "" : " (" + libbpf_said + ")";
  if (errno_value == EMFILE || errno_value == ENFILE) {
    return {ErrorKind::unavailable, errno_value,
            "loading BPF programs requires more open files than the limit allows; raise it with "
            "ulimit -n"};
  }
  if (!has_capabilities) {
    return {ErrorKind::not_permitted, errno_value,
            ::geteuid() == 0
                ? "loading BPF programs requires CAP_BPF and CAP_PERFMON, which root lacks here"
            : is_confined() ? "loading BPF programs requires CAP_BPF and CAP_PERFMON; run "
                              "portexplorer as root outside the container"
                            : "loading BPF programs requires CAP_BPF and CAP_PERFMON; run "
                              "portexplorer as root or grant it both capabilities"};
  }
  if (errno_value == EPERM) {
    return {ErrorKind::not_permitted, errno_value,
            "the kernel refuses to load BPF programs despite the required capabilities; a "
            "container, a security module or kernel lockdown forbids it"};
  }
  if (!has_btf) {
    return {ErrorKind::not_supported, errno_value,
            "this kernel has no BTF type information, which BPF programs require (it was built "
            "without CONFIG_DEBUG_INFO_BTF)"};
  }
  if (errno_value == ENOMEM)
    return {ErrorKind::unavailable, errno_value, "not enough memory to load BPF programs"};
  return {ErrorKind::not_supported, errno_value,
          "this kernel does not support the BPF programs of portexplorer" + details};
}

Error load_error(int errno_value, const std::string& libbpf_said) {
  const bool permitted = Capabilities::effective().may_load_bpf();
  return explain_load_error(permitted ? first_reason(errno_value) : errno_value, permitted,
                            ::access("/sys/kernel/btf/vmlinux", R_OK) == 0, libbpf_said);
}

Error start_error(int errno_value, const std::string& what) {
  Error error = error_from_errno(errno_value, what);
  return is_out_of_files(error) ? explain_load_error(errno_value, true, true, {}) : error;
}

}  // namespace portexplorer
