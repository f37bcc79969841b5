#include "faces/export/text_buffer.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

// realloc and aligned_alloc have no owner in the standard library; data_ is theirs.
// NOLINTBEGIN(cppcoreguidelines-owning-memory)
namespace portexplorer {

void TextBuffer::grow(std::size_t bytes) {
  const std::size_t wanted = std::max({size_ + bytes, capacity_ * 2, std::size_t{4096}});
  // realloc moves large blocks by remapping them, which a vector's growth cannot.
  auto* grown = static_cast<char*>(std::realloc(data_.get(), wanted));
  if (grown == nullptr) throw std::bad_alloc();
  static_cast<void>(data_.release());
  data_.reset(grown);
  capacity_ = wanted;
}

void TextBuffer::expect(std::size_t bytes) {
  // Rows are read in another order than they were written; with small pages each of them would miss
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
  ::madvise(data_.get(), rounded, MADV_HUGEPAGE);  // a wish; nothing is lost if it is not granted
}

}  // namespace portexplorer
// NOLINTEND(cppcoreguidelines-owning-memory)
