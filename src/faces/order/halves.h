// Splits work on many rows between two threads.
#pragma once

#include <cstddef>
#include <thread>

#include "base/threads.h"

namespace portexplorer {

// Below this, starting a thread costs more than it saves.
constexpr std::size_t kRowsWorthAThread = 20'000;

[[nodiscard]] inline bool is_worth_a_thread(std::size_t rows) {
  return rows >= kRowsWorthAThread && std::thread::hardware_concurrency() > 1;
}

// Calls work(0, rows), or work(0, rows / 2) and work(rows / 2, rows) at the same time.
template <typename Work>
void in_halves(std::size_t rows, const Work& work) {
  if (!is_worth_a_thread(rows)) {
    work(std::size_t{0}, rows);
    return;
  }
  const std::size_t half = rows / 2;
  const std::jthread second = run_beside([&] { work(half, rows); });
  work(std::size_t{0}, half);
}

}  // namespace portexplorer
