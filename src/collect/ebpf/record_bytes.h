// Records of the kernel programs are read where they lie, aligned or not.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>

namespace portexplorer {

using Record = std::span<const std::byte>;

// A T from the front, which the caller knows to be long enough.
template <typename T>
[[nodiscard]] T copied(Record bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

}  // namespace portexplorer
