// Threads where the system may refuse one (pids.max, RLIMIT_NPROC, seccomp): the constructors of
// std::thread throw then, and an exception that nobody catches ends the program.
#pragma once

#include <system_error>
#include <thread>

#include "base/result.h"

namespace portexplorer {

// unavailable: no thread can be created.
template <typename Work>
[[nodiscard]] Result<std::jthread> start_thread(const Work& work) {
  try {
    return std::jthread(work);
  } catch (const std::system_error& error) {
    return fail(ErrorKind::unavailable, "no thread can be created", error.code().value());
  }
}

// Runs `work` on a thread of its own, which the destructor of the result joins; on the calling
// thread, and to its end, where none can be created. Only for work that ends by itself and needs
// nothing of its caller meanwhile.
template <typename Work>
[[nodiscard]] std::jthread run_beside(const Work& work) {
  if (auto thread = start_thread(work)) return *std::move(thread);
  work();
  return {};
}

}  // namespace portexplorer
