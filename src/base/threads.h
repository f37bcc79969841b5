// Creates threads on a system that may refuse to (pids.max, RLIMIT_NPROC, seccomp). The constructor
// of std::thread then throws, and an uncaught exception ends the program.
#pragma once

#include <system_error>
#include <thread>

#include "base/result.h"

namespace portexplorer {

// Starts a thread. Returns `unavailable` if none can be created.
template <typename Work>
[[nodiscard]] Result<std::jthread> start_thread(const Work& work) {
  try {
    return std::jthread(work);
  } catch (const std::system_error& error) {
    return fail(ErrorKind::unavailable, "no thread can be created", error.code().value());
  }
}

// Runs `work` on a new thread, which the destructor of the result joins. If no thread can be
// created, runs it on the calling thread to its end. Only for work that ends by itself and does not
// depend on its caller meanwhile.
template <typename Work>
[[nodiscard]] std::jthread run_beside(const Work& work) {
  if (auto thread = start_thread(work)) return *std::move(thread);
  work();
  return {};
}

}  // namespace portexplorer
