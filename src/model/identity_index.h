// Finds sockets by identity, or by inode, in an array of sockets. Stores indices only; the array
// must outlive the index and must not be reordered. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/socket.h"

namespace portexplorer {

// A hash table of indices with open addressing and linear probing: one flat allocation and no node
// per socket, for arrays of a million rows. The table has at least twice as many slots as expected
// entries and never grows. Probing therefore always reaches an empty slot, provided that no more
// than `expected` entries are inserted. Entries are never removed.
class IndexTable {
 public:
  explicit IndexTable(std::size_t expected);

  // Returns the index stored under `hash` for which `is_it(index)` holds, or kNoIndex.
  template <typename Predicate>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, Predicate is_it) const {
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const std::uint32_t index = slots_[i];
      if (index == kNoIndex || is_it(index)) return index;
    }
  }

  // Stores `index` unless an index for which `is_it` holds is already stored under `hash`. Returns
  // that index, or kNoIndex if `index` was stored.
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

// Finds sockets by same_identity(). Of two sockets with the same identity, finds the first.
class IdentityIndex {
 public:
  explicit IdentityIndex(std::span<const Socket> sockets);
  [[nodiscard]] const Socket* find(const Socket&) const;
  [[nodiscard]] std::uint32_t find_index(const Socket&) const;  // kNoIndex if not found

 private:
  std::span<const Socket> sockets_;
  IndexTable table_;
};

// Finds sockets that are looked up in about the order of the array, as when two readings of one
// machine are compared. The socket after the previous hit is checked first, so most lookups compare
// a single socket, and the hash index is built only if the orders differ.
class SequentialIndex {
 public:
  explicit SequentialIndex(std::span<const Socket> sockets) : sockets_(sockets) {}
  [[nodiscard]] std::uint32_t find_index(const Socket&);  // kNoIndex if not found

 private:
  std::span<const Socket> sockets_;
  std::size_t next_ = 0;
  std::optional<IdentityIndex> index_;  // built at the first lookup that is out of order
};

}  // namespace portexplorer
