#include "faces/cli/text_buffer.h"

#include <algorithm>
#include <new>

namespace portexplorer::cli {

void TextBuffer::grow(std::size_t bytes) {
  const std::size_t wanted = std::max({size_ + bytes, capacity_ * 2, std::size_t{4096}});
  // realloc moves large blocks by remapping them, which a vector's growth cannot.
  auto* grown = static_cast<char*>(std::realloc(data_.get(), wanted));
  if (grown == nullptr) throw std::bad_alloc();
  static_cast<void>(data_.release());
  data_.reset(grown);
  capacity_ = wanted;
}

}  // namespace portexplorer::cli
