// Advice for a reader that lacks a privilege or has reached one of the limits of its process.
#pragma once

#include "base/result.h"
#include "base/words.h"

namespace portexplorer {

// Returns a sentence that says how an unprivileged user gets to see everything: as root; in a
// container as root of the machine, since the container's own root may not see more.
[[nodiscard]] Text how_to_become_root();

// Returns a sentence that says how to get more privileges: root, or for root the capabilities that
// it lacks.
[[nodiscard]] Text how_to_get_privilege();

// Returns whether the reader may inspect every process of the machine that is not otherwise
// protected: CAP_SYS_PTRACE in the initial user namespace.
[[nodiscard]] bool may_read_all_processes();

// Returns whether a call failed because the process or the system has too many open files, which is
// not a missing privilege.
[[nodiscard]] bool is_out_of_files(const Error&);
// Returns whether a call failed because no thread could be created (RLIMIT_NPROC, pids.max,
// seccomp).
[[nodiscard]] bool is_out_of_threads(const Error&);

// Return the reason and the remedy of a failure: those of a limit if one was reached, otherwise
// `why` and how to get the privilege.
[[nodiscard]] Text why_failed(const Error&, const Text& why);
[[nodiscard]] Text remedy_for(const Error&);

}  // namespace portexplorer
