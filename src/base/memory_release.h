// Memory that a flood has needed and nothing needs any more: given back, so that a program that
// stays does not keep its peak for ever.
#pragma once

#include <malloc.h>

#include <algorithm>
#include <cstddef>

namespace portexplorer {

// Whether a container that is filled again and again keeps far more room than it needed the last
// time. Small ones never do.
template <typename Container>
[[nodiscard]] bool is_oversized(const Container& last) {
  constexpr std::size_t kSmallBytes = 1 << 20;
  return last.capacity() * sizeof(typename Container::value_type) > kSmallBytes &&
         last.capacity() / 4 > last.size();
}

// Empties a container that is filled again: keeps its room, since asking for it costs, unless it is
// oversized.
template <typename Container>
void clear_for_reuse(Container& container) {
  if (is_oversized(container)) Container().swap(container);
  else container.clear();
}

// For who makes a list again and again. What is freed stays with the allocator, which gives it back
// only from the end of its heaps; so after a list has become much smaller, the allocator is asked
// to give back all, which takes some milliseconds.
class MemoryRelease {
 public:
  // After each list, with its number of rows.
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
  static constexpr unsigned kLists = 7;  // the older ones are still needed for some time: for
                                         // differences, and for rows that have closed
  std::size_t peak_ = 0;
  unsigned due_ = 0;
};

}  // namespace portexplorer
