#include "faces/export/text_buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

// The standard library has no owning type for realloc and aligned_alloc; data_ owns their memory.
// NOLINTBEGIN(cppcoreguidelines-owning-memory)
namespace portexplorer {

void TextBuffer::grow(std::size_t bytes) {
  const std::size_t wanted = std::max({size_ + bytes, capacity_ * 2, std::size_t{4096}});
  // realloc remaps large blocks instead of copying them, which std::vector cannot do.
  auto* grown = static_cast<char*>(std::realloc(data_.get(), wanted));
  if (grown == nullptr) throw std::bad_alloc();
  static_cast<void>(data_.release());
  data_.reset(grown);
  capacity_ = wanted;
}

void TextBuffer::expect(std::size_t bytes) {
  // Rows are read in a different order than they were written; with small pages, each would miss
  // the TLB.
  constexpr std::size_t kLargePage = std::size_t{2} << 20;
  if (size_ != 0 || bytes <= capacity_) return;
  if (bytes < 2 * kLargePage) {
    grow(bytes);
    return;
  }
  const std::size_t rounded = (bytes + kLargePage - 1) / kLargePage * kLargePage;
  data_.reset(static_cast<char*>(std::aligned_alloc(kLargePage, rounded)));
  if (!data_) throw std::bad_alloc();
  capacity_ = rounded;
  ::madvise(data_.get(), rounded, MADV_HUGEPAGE);  // a hint; failure does not matter
}

}  // namespace portexplorer
// NOLINTEND(cppcoreguidelines-owning-memory)
