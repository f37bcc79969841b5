// Returns memory to the system after a peak, so that a long-running program does not keep its peak
// size.
#pragma once

#include <malloc.h>

#include <algorithm>
#include <cstddef>

namespace portexplorer {

// Returns whether a container that is refilled repeatedly has far more capacity than it last
// needed. Containers below 1 MiB never do.
template <typename Container>
[[nodiscard]] bool is_oversized(const Container& last) {
  constexpr std::size_t kSmallBytes = 1 << 20;
  return last.capacity() * sizeof(typename Container::value_type) > kSmallBytes &&
         last.capacity() / 4 > last.size();
}

// Empties a container that will be refilled. Keeps its capacity, since allocating is costly, unless
// it is oversized.
template <typename Container>
void clear_for_reuse(Container& container) {
  if (is_oversized(container)) Container().swap(container);
  else container.clear();
}

// For a program that builds a list repeatedly. The allocator keeps freed memory and returns it only
// from the end of its heaps. So after a list has shrunk considerably, malloc_trim() releases the
// rest, which takes several milliseconds.
class MemoryRelease {
 public:
  // Must be called after each list, with its number of rows.
  void after(std::size_t rows) {
    if (peak_ > kManyRows && rows < peak_ / 2) {
      peak_ = rows;
      due_ = kLists;
    }
    peak_ = std::max(peak_, rows);
    if (due_ > 0 && --due_ % 2 == 0) ::malloc_trim(0);
  }

 private:
  static constexpr std::size_t kManyRows = 5000;
  // Trimming is repeated for some lists, because older ones remain in use for a while: for
  // comparison, and for rows of closed sockets.
  static constexpr unsigned kLists = 7;
  std::size_t peak_ = 0;
  unsigned due_ = 0;
};

}  // namespace portexplorer
