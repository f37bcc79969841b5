// Records of the BPF programs are read in place, aligned or not.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>

namespace portexplorer {

using Record = std::span<const std::byte>;

// Copies a T from the front. The caller must check that `bytes` is long enough.
template <typename T>
[[nodiscard]] T copied(Record bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

}  // namespace portexplorer
