// Advice for a reader that lacks a privilege, or that has reached one of the limits of its process.
#pragma once

#include "base/result.h"
#include "base/words.h"

namespace portexplorer {

// What lets an ordinary user see all: root; in a container that of the machine, since its own may
// see no more. A sentence.
[[nodiscard]] Text how_to_become_root();

// What would give more rights: root, or for root itself the capabilities that it lacks. A sentence.
[[nodiscard]] Text how_to_get_privilege();

// Whether the reader may look into every process of the machine that nothing else protects:
// CAP_SYS_PTRACE in its first user namespace.
[[nodiscard]] bool may_read_all_processes();

// Whether it failed because this program, or the whole system, may not open more files: a fault of
// ours, not a refusal.
[[nodiscard]] bool is_out_of_files(const Error&);
// Whether it failed because no thread could be created (RLIMIT_NPROC, pids.max, seccomp).
[[nodiscard]] bool is_out_of_threads(const Error&);

// The reason and the remedy of a failure: of a limit if one was reached, otherwise `why` and how to
// get the privilege.
[[nodiscard]] Text why_failed(const Error&, const Text& why);
[[nodiscard]] Text remedy_for(const Error&);

}  // namespace portexplorer
