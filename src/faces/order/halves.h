// Work on many rows by two threads, on few by one.
#pragma once

#include <cstddef>
#include <system_error>
#include <thread>

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
  std::jthread second;
  try {
    second = std::jthread([&] { work(half, rows); });
  } catch (const std::system_error&) {  // no more threads for this user: slower, not worse
    work(half, rows);
  }
  work(std::size_t{0}, half);
}

}  // namespace portexplorer
