// Why the kernel refused our programs, in plain words.
#pragma once

#include <string>

#include "base/result.h"

namespace portexplorer {

// `errno_value`: from loading. EPERM is a missing privilege; everything else, EACCES too (which the kernel's verifier gives
// for a program that it finds wanting), is a kernel that cannot do what the programs ask. `libbpf_said` may be empty.
[[nodiscard]] Error load_error(int errno_value, const std::string& libbpf_said);

// The same, with what is asked of the system given: `has_capabilities`: CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, are
// effective; `has_btf`: /sys/kernel/btf/vmlinux can be read. Pure.
[[nodiscard]] Error explain_load_error(int errno_value, bool has_capabilities, bool has_btf, const std::string& libbpf_said);

}  // namespace portexplorer
