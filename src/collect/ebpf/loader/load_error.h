// Why the kernel refused our programs, in plain words.
#pragma once

#include <string>

#include "base/result.h"

namespace portexplorer {

// `errno_value`: from loading. EPERM is a missing privilege; everything else, EACCES too (which the
// kernel's verifier gives for a program that it finds wanting), is a kernel that cannot do what the
// programs ask. `libbpf_said` may be empty.
[[nodiscard]] Error load_error(int errno_value, const std::string& libbpf_said);

// An iteration or another file of the kernel's that cannot be had from a loaded program; `what`
// unless the limit of open files was reached.
[[nodiscard]] Error start_error(int errno_value, const std::string& what);

// The same, with what is asked of the system given: `has_capabilities`: CAP_BPF and CAP_PERFMON, or
// CAP_SYS_ADMIN, are effective; `has_btf`: /sys/kernel/btf/vmlinux can be read. Pure.
[[nodiscard]] Error explain_load_error(int errno_value, bool has_capabilities, bool has_btf,
                                       const std::string& libbpf_said);

}  // namespace portexplorer
