// Explains to users why the kernel did not load the BPF programs.
#pragma once

#include <string>

#include "base/result.h"

namespace portexplorer {

// `errno_value` is the result of loading. EPERM is a missing privilege. Any other value, including
// EACCES, which the verifier returns for a program that it rejects, means that the kernel lacks a
// feature that the programs use. `libbpf_said` may be empty.
[[nodiscard]] Error load_error(int errno_value, const std::string& libbpf_said);

// Explains why an iterator or another file could not be created from a loaded program. Uses `what`
// unless the limit of open files was reached.
[[nodiscard]] Error start_error(int errno_value, const std::string& what);

// The same with the state of the system as arguments. `has_capabilities`: CAP_BPF and CAP_PERFMON,
// or CAP_SYS_ADMIN, are effective. `has_btf`: /sys/kernel/btf/vmlinux is readable. Pure.
[[nodiscard]] Error explain_load_error(int errno_value, bool has_capabilities, bool has_btf,
                                       const std::string& libbpf_said);

}  // namespace portexplorer
