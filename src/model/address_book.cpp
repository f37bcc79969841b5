#include "model/address_book.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "model/snapshot.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

constexpr std::size_t kAhead = 16;  // how many rows ahead sockets are prefetched into the cache

std::size_t hash_of(const ParsedAddress& a) {
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), a.address.bytes.data(), sizeof words);
  std::uint64_t mixed =
      (words[0] ^ (words[1] * 0x9E3779B97F4A7C15)) + static_cast<std::uint64_t>(a.family);
  mixed ^= mixed >> 29;
  mixed *= 0xBF58476D1CE4E5B9;
  return mixed ^ (mixed >> 32);
}

// Numbers addresses in order of first occurrence. A hash table without nodes, because a busy server
// has 100,000 of them.
class Numbering {
 public:
  explicit Numbering(std::size_t most)
      : slots_(std::bit_ceil(std::max<std::size_t>(most, 8) * 2), kNoIndex) {}

  std::uint32_t number_of(const ParsedAddress& address) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash_of(address) & mask;; i = (i + 1) & mask) {
      std::uint32_t& slot = slots_[i];
      if (slot == kNoIndex) {
        slot = static_cast<std::uint32_t>(addresses_.size());
        addresses_.push_back(address);
        return slot;
      }
      const ParsedAddress& there = addresses_[slot];
      if (there.family == address.family && there.address == address.address) return slot;
    }
  }

  [[nodiscard]] std::vector<ParsedAddress>& addresses() { return addresses_; }

 private:
  std::vector<std::uint32_t> slots_;  // at least half of the slots stay empty
  std::vector<ParsedAddress> addresses_;
};

bool has_remote(const Socket& s) {
  const bool is_ip = s.family == Family::ipv4 || s.family == Family::ipv6;
  return is_ip && (!is_unspecified(s.remote_address) || s.remote_port != 0);
}

// Calls `take(row, number)` for each row with a remote address; returns the addresses. Neighbouring
// rows often share one.
template <typename Take>
std::vector<ParsedAddress> number_addresses(const Snapshot& snapshot, Take take) {
  Numbering numbering(snapshot.rows.size());
  const Socket* last = nullptr;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < snapshot.rows.size(); ++i) {
    if (i + kAhead < snapshot.rows.size())
      __builtin_prefetch(&RowView(snapshot, snapshot.rows[i + kAhead]).socket().remote_address);
    const Socket& s = RowView(snapshot, snapshot.rows[i]).socket();
    if (!has_remote(s)) continue;
    if (last == nullptr || s.family != last->family || s.remote_address != last->remote_address) {
      number = numbering.number_of(remote_ip_of(s));
      last = &s;
    }
    take(i, number);
  }
  return std::move(numbering.addresses());
}

}  // namespace

std::string_view to_string(HostSource known) {
  constexpr std::array<std::string_view, 8> words = {"hosts_file", "reverse_dns", "not_asked",
                                                     "waiting",    "no_name",     "no_answer",
                                                     "refused",    "unusable"};
  return words[static_cast<std::size_t>(known)];
}

const std::vector<ParsedAddress>& RemoteFacts::addresses(const Snapshot& snapshot) const {
  std::call_once(numbered_, [&] {
    of_row_.assign(snapshot.rows.size(), kNoIndex);
    addresses_ = number_addresses(
        snapshot, [this](std::size_t row, std::uint32_t number) { of_row_[row] = number; });
  });
  return addresses_;
}

std::uint32_t RemoteFacts::index_of(const RowView& view) const {
  const auto row = static_cast<std::size_t>(&view.row() - view.snapshot().rows.data());
  return row < of_row_.size() ? of_row_[row] : kNoIndex;
}

const AddressHost* RemoteFacts::host_of(const RowView& view) const {
  std::call_once(named_, [&] { hosts_ = book_->hosts(addresses(view.snapshot())); });
  const std::uint32_t index = index_of(view);
  return index < hosts_.size() ? &hosts_[index] : nullptr;
}

const AddressPlace* RemoteFacts::slot_of(const RowView& view) const {
  std::call_once(placed_, [&] { places_ = book_->places(addresses(view.snapshot())); });
  const std::uint32_t index = index_of(view);
  return index < places_.size() ? &places_[index] : nullptr;
}

std::vector<ParsedAddress> remote_addresses(const Snapshot& snapshot,
                                            const std::function<bool(const RowView&)>& wanted) {
  std::vector<ParsedAddress> addresses;
  std::vector<bool> taken(snapshot.rows.size(),
                          false);  // by number; there are no more addresses than rows
  number_addresses(snapshot, [&](std::size_t row, std::uint32_t number) {
    const RowView view(snapshot, snapshot.rows[row]);
    if (taken[number] || !wanted(view)) return;
    taken[number] = true;
    addresses.push_back(remote_ip_of(view.socket()));
  });
  return addresses;
}

}  // namespace portexplorer
