// Distributes independent work over all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

#include "base/disposable.h"

namespace portexplorer {

// Calls work(i) for each i below `count`, on as many threads as there are cores, and returns when
// all calls are done. `work` must not throw. Uses only the calling thread in a disposable child,
// which must not start threads.
template <typename Work>
void for_each_in_parallel(std::size_t count, Work work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const std::size_t cores = is_disposable() ? 1 : std::max(1u, std::thread::hardware_concurrency());
  const std::size_t helpers = std::min(count, cores);
  std::vector<std::jthread> threads;
  try {
    for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(loop);
  } catch (const std::system_error&) {
    // No more threads are available; the existing ones do the work.
  }
  loop();
}

}  // namespace portexplorer
