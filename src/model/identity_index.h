// Finds sockets by identity, or by inode, in an array of sockets. Keeps only indices; the array
// must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/socket.h"

namespace portexplorer {

// Open addressing over indices: one flat allocation, no node per socket, for arrays of a million
// rows.
class IndexTable {
 public:
  explicit IndexTable(std::size_t expected);

  // The index stored under `hash` for which `is_it(index)` holds, or kNoIndex.
  template <typename Predicate>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Predicate is_it) const {
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const std::uint32_t index = slots_[i];
      if (index == kNoIndex || is_it(index)) return index;
    }
  }

  // Stores `index` unless one is there for which `is_it` holds; returns that one, or kNoIndex where
  // `index` was stored.
  template <typename Predicate>
  std::uint32_t insert(std::uint64_t hash, std::uint32_t index, Predicate is_it) {
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      if (slots_[i] == kNoIndex) {
        slots_[i] = index;
        return kNoIndex;
      }
      if (is_it(slots_[i])) return slots_[i];
    }
  }

 private:
  std::vector<std::uint32_t> slots_;
  std::size_t mask_;
};

// By identity (same_identity). Where two sockets of the array are the same, the first is found.
class IdentityIndex {
 public:
  explicit IdentityIndex(std::span<const Socket> sockets);
  [[nodiscard]] const Socket* find(const Socket&) const;
  [[nodiscard]] std::uint32_t find_index(const Socket&) const;  // kNoIndex where there is none

 private:
  std::span<const Socket> sockets_;
  IndexTable table_;
};

// The same for sockets that are asked for in much the order in which they stand there, as two
// readings of one machine give them: then most questions touch only the next socket.
class SequentialIndex {
 public:
  explicit SequentialIndex(std::span<const Socket> sockets) : sockets_(sockets) {}
  [[nodiscard]] std::uint32_t find_index(const Socket&);  // kNoIndex where there is none

 private:
  std::span<const Socket> sockets_;
  std::size_t next_ = 0;
  std::optional<IdentityIndex> index_;  // made at the first question out of order
};

}  // namespace portexplorer
