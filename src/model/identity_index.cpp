#include "model/identity_index.h"

#include <bit>

namespace portexplorer {

IndexTable::IndexTable(std::size_t expected)
    : slots_(std::bit_ceil(expected * 2 + 2), kNoIndex), mask_(slots_.size() - 1) {}

IdentityIndex::IdentityIndex(std::span<const Socket> sockets)
    : sockets_(sockets), table_(sockets.size()) {
  for (std::uint32_t i = 0; i < sockets_.size(); ++i) {
    table_.insert(identity_hash(sockets_[i]), i,
                  [&](std::uint32_t other) { return same_identity(sockets_[other], sockets_[i]); });
  }
}

std::uint32_t IdentityIndex::find_index(const Socket& wanted) const {
  return table_.find(identity_hash(wanted),
                     [&](std::uint32_t i) { return same_identity(sockets_[i], wanted); });
}

std::uint32_t SequentialIndex::find_index(const Socket& wanted) {
  std::size_t found = next_;
  if (next_ >= sockets_.size() || !same_identity(sockets_[next_], wanted)) {
    if (!index_) index_.emplace(sockets_);
    found = index_->find_index(wanted);
    if (found == kNoIndex) return kNoIndex;
  }
  next_ = found + 1;
  return static_cast<std::uint32_t>(found);
}

const Socket* IdentityIndex::find(const Socket& wanted) const {
  const std::uint32_t index = find_index(wanted);
  return index == kNoIndex ? nullptr : &sockets_[index];
}

}  // namespace portexplorer
