#include "model/address_book.h"

#include <array>
#include <cstring>
#include <unordered_map>

#include "model/snapshot.h"

namespace portexplorer {
namespace {

struct Hash {
  std::size_t operator()(const ParsedAddress& a) const {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), a.address.bytes.data(), sizeof words);
    std::uint64_t mixed = (words[0] ^ (words[1] * 0x9E3779B97F4A7C15)) + static_cast<std::uint64_t>(a.family);
    mixed ^= mixed >> 29;
    mixed *= 0xBF58476D1CE4E5B9;
    return mixed ^ (mixed >> 32);
  }
};

struct Same {
  bool operator()(const ParsedAddress& a, const ParsedAddress& b) const { return a.family == b.family && a.address == b.address; }
};

using Indices = std::unordered_map<ParsedAddress, std::uint32_t, Hash, Same>;

bool has_remote(const Socket& s) {
  const bool is_ip = s.family == Family::ipv4 || s.family == Family::ipv6;
  return is_ip && (!is_unspecified(s.remote_address) || s.remote_port != 0);
}

// Calls `take(row, address, is_new)` for each row with a remote address; gives back how many there are. Neighbours often share it.
template <typename Take>
void number_addresses(const Snapshot& snapshot, Take take) {
  Indices indices;
  const Socket* last = nullptr;
  std::uint32_t last_index = 0;
  for (std::size_t i = 0; i < snapshot.rows.size(); ++i) {
    const Socket& s = RowView(snapshot, snapshot.rows[i]).socket();
    if (!has_remote(s)) continue;
    bool is_new = false;
    if (last == nullptr || s.family != last->family || s.remote_address != last->remote_address) {
      const auto [it, inserted] = indices.try_emplace({s.family, s.remote_address}, static_cast<std::uint32_t>(indices.size()));
      is_new = inserted;
      last_index = it->second;
      last = &s;
    }
    take(i, last_index, is_new, s);
  }
}

}  // namespace

std::string_view to_string(HostKnown known) {
  constexpr std::array<std::string_view, 8> words = {"hosts_file", "reverse_dns", "not_asked", "waiting",
                                                     "no_name",    "no_answer",   "refused",   "unusable"};
  return words[static_cast<std::size_t>(known)];
}

const AddressFacts* RemoteFacts::of(const RowView& view) const {
  std::call_once(once_, [&] { look_up_all(view.snapshot()); });
  const auto row = static_cast<std::size_t>(&view.row() - view.snapshot().rows.data());
  const std::uint32_t index = row < of_row_.size() ? of_row_[row] : kNoIndex;
  return index == kNoIndex ? nullptr : &facts_[index];
}

void RemoteFacts::look_up_all(const Snapshot& snapshot) const {
  of_row_.assign(snapshot.rows.size(), kNoIndex);
  number_addresses(snapshot, [&](std::size_t row, std::uint32_t index, bool is_new, const Socket& s) {
    of_row_[row] = index;
    if (is_new) facts_.push_back(book_->facts(s.family, s.remote_address));
  });
}

std::vector<ParsedAddress> remote_addresses(const Snapshot& snapshot, const std::function<bool(const RowView&)>& wanted) {
  std::vector<ParsedAddress> addresses;
  std::vector<bool> taken;
  number_addresses(snapshot, [&](std::size_t row, std::uint32_t index, bool is_new, const Socket& s) {
    if (is_new) taken.push_back(false);
    if (taken[index] || !wanted(RowView(snapshot, snapshot.rows[row]))) return;
    taken[index] = true;
    addresses.push_back({s.family, s.remote_address});
  });
  return addresses;
}

}  // namespace portexplorer
