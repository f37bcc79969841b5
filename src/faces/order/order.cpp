#include "faces/order/order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "faces/order/halves.h"

namespace portexplorer {
namespace {

struct Keyed {
  std::uint64_t key;
  std::uint32_t position;
};

constexpr unsigned kDigitBits = 11;
constexpr unsigned kDigits = (64 + kDigitBits - 1) / kDigitBits;
constexpr std::size_t kBuckets = std::size_t{1} << kDigitBits;

std::size_t digit_of(std::uint64_t key, unsigned digit) {
  return (key >> (digit * kDigitBits)) & (kBuckets - 1);
}

// Stable. Skips the digits that are the same in all keys.
void radix_sort(std::vector<Keyed>& items) {
  std::vector<std::array<std::uint32_t, kBuckets>> counts(kDigits);
  for (const Keyed& k : items) {
    for (unsigned digit = 0; digit < kDigits; ++digit) ++counts[digit][digit_of(k.key, digit)];
  }
  std::vector<Keyed> other(items.size());
  for (unsigned digit = 0; digit < kDigits; ++digit) {
    auto& starts = counts[digit];
    if (starts[digit_of(items[0].key, digit)] == items.size()) continue;
    std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), 0u);
    for (const Keyed& k : items) other[starts[digit_of(k.key, digit)]++] = k;
    items.swap(other);
  }
}

void sort_keyed(std::vector<Keyed>& items) {
  if (items.size() < 256) {
    std::stable_sort(items.begin(), items.end(),
                     [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
  } else {
    radix_sort(items);
  }
}

// Returns the rank of each process by name, then pid, then start time.
std::vector<std::uint32_t> rank_processes(const Tables& tables) {
  std::vector<std::uint32_t> order(tables.processes.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Process& x = tables.processes[a];
    const Process& y = tables.processes[b];
    if (const int by_name = x.name.compare(y.name); by_name != 0) return by_name < 0;
    return x.pid != y.pid ? x.pid < y.pid : x.start_ticks < y.start_ticks;
  });
  std::vector<std::uint32_t> ranks(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
  return ranks;
}

bool listens(const Socket& s) {
  return s.state == State::listen || (s.state == State::unconnected && has_ports(s.protocol));
}

// The default order as one number, from the most significant bit: group (2 bits); rank of the
// process (as many bits as the number of processes requires); protocol (5); remote and local port
// (16 each); and some bits of a hash of the addresses, to reduce the number of ties.
class UsualOrder {
 public:
  explicit UsualOrder(const Snapshot& snapshot)
      : ranks_(rank_processes(snapshot.sample->tables)),
        process_bits_(static_cast<unsigned>(std::bit_width(ranks_.size() + 2))),
        nobody_((std::uint64_t{1} << process_bits_) - 1) {
    const unsigned used = 2 + process_bits_ + 5 + 16 + 16;
    address_bits_ = std::min((used + kDigitBits - 1) / kDigitBits * kDigitBits, 64u) - used;
    // A closed row is sorted with the other rows of its process, which is found by its pid.
    if (snapshot.closed_sockets.empty()) return;
    for (std::uint32_t i = 0; i < ranks_.size(); ++i)
      by_pid_.emplace(snapshot.sample->tables.processes[i].pid.value(), ranks_[i]);
  }

  [[nodiscard]] std::uint64_t key(const RowView& view) const {
    const Socket& s = view.socket();
    const bool listener = listens(s);
    const std::uint64_t process = listener ? 0 : process_rank(view);
    const std::uint64_t group = listener ? 0 : process == nobody_ ? 2 : 1;
    std::uint64_t key = (group << process_bits_) | process;
    key = (key << 5) | static_cast<std::uint64_t>(s.protocol);
    key = (key << 16) | std::min(listener ? s.local_port : s.remote_port, 0xFFFFu);
    key = (key << 16) |
          std::min(listener ? static_cast<std::uint32_t>(s.family) : s.local_port, 0xFFFFu);
    return (key << address_bits_) | (address_hash(s) & ((std::uint64_t{1} << address_bits_) - 1));
  }

 private:
  // 0 for listeners, since those of a port are sorted by address, in settles_before(). Connections
  // have no particular order of addresses.
  [[nodiscard]] static std::uint64_t address_hash(const Socket& s) {
    if (listens(s)) return 0;
    std::uint64_t hash = 0;
    for (const IpAddress* a : {&s.local_address, &s.remote_address}) {
      std::array<std::uint64_t, 2> halves{};
      std::memcpy(halves.data(), a->bytes.data(), sizeof halves);
      hash = (hash ^ halves[0] ^ (halves[1] << 1)) * 0x9E3779B97F4A7C15u;
    }
    return hash >> 40;
  }

  [[nodiscard]] std::uint64_t process_rank(const RowView& view) const {
    const Process* p = view.process();
    if (p == nullptr) return nobody_;
    if (!view.row().is_closed) return ranks_[view.socket().process];
    const auto it = by_pid_.find(p->pid.value());
    return it == by_pid_.end() ? nobody_ - 1 : it->second;
  }

  std::vector<std::uint32_t> ranks_;
  unsigned process_bits_;
  std::uint64_t nobody_;
  unsigned address_bits_ = 0;
  std::unordered_map<std::int32_t, std::uint32_t> by_pid_;
};

// Decides between equal keys. The order is arbitrary, but must not depend on the order of reading.
bool settles_before(const RowView& a, const RowView& b) {
  const Socket& x = a.socket();
  const Socket& y = b.socket();
  if (x.local_address != y.local_address) return x.local_address.bytes < y.local_address.bytes;
  if (x.remote_address != y.remote_address) return x.remote_address.bytes < y.remote_address.bytes;
  if (x.netns != y.netns) return x.netns < y.netns;
  if (x.cookie != y.cookie) return x.cookie < y.cookie;
  if (x.inode != y.inode) return x.inode < y.inode;
  return a.tables().view(x.text) < b.tables().view(y.text);
}

class Orderer {
 public:
  Orderer(const Snapshot& snapshot, std::span<const std::uint32_t> rows)
      : snapshot_(snapshot), rows_(rows) {}

  void usual() {
    const UsualOrder order(snapshot_);
    items_.resize(rows_.size());
    in_halves(rows_.size(), [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i)
        items_[i] = {order.key(view(static_cast<std::uint32_t>(i))), static_cast<std::uint32_t>(i)};
    });
    sort_keyed(items_);
    for (std::size_t start = 0; start < items_.size();) {
      std::size_t end = start + 1;
      while (end < items_.size() && items_[end].key == items_[start].key) ++end;
      if (end - start > 1) {
        std::sort(items_.begin() + static_cast<std::ptrdiff_t>(start),
                  items_.begin() + static_cast<std::ptrdiff_t>(end),
                  [&](const Keyed& a, const Keyed& b) {
                    return settles_before(view(a.position), view(b.position));
                  });
      }
      start = end;
    }
  }

  void by(const SortKey& key) {
    const Field& f = field(key.id);
    if (f.kind == ValueKind::number || f.kind == ValueKind::port || f.kind == ValueKind::time ||
        f.kind == ValueKind::boolean || f.kind == ValueKind::opaque_number ||
        f.kind == ValueKind::pids) {
      by_number(f, key.descending);
    } else {
      by_rank(f, key.descending);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> positions() const {
    std::vector<std::uint32_t> result;
    result.reserve(items_.size());
    for (const Keyed& k : items_) result.push_back(k.position);
    return result;
  }

 private:
  static constexpr std::uint64_t kUnknownKey = ~std::uint64_t{0};

  [[nodiscard]] RowView view(std::uint32_t position) const {
    return {snapshot_, snapshot_.rows[rows_[position]]};
  }

  static std::uint64_t directed(std::uint64_t key, bool descending) {
    const std::uint64_t known = std::min(key, kUnknownKey - 1);
    return descending ? kUnknownKey - 1 - known : known;
  }

  struct NumberKey {
    std::uint64_t operator()(std::monostate) const { return kUnknownKey; }
    std::uint64_t operator()(std::uint64_t v) const { return v; }
    std::uint64_t operator()(bool v) const { return v ? 1 : 0; }
    std::uint64_t operator()(double v) const {
      return v <= 0 ? 0 : std::bit_cast<std::uint64_t>(v);
    }
    std::uint64_t operator()(Timestamp v) const {
      return static_cast<std::uint64_t>(v.value()) ^ (std::uint64_t{1} << 63);
    }
    std::uint64_t operator()(const HolderList& v) const { return v.indices.size(); }
    std::uint64_t operator()(std::string_view) const { return kUnknownKey; }
    std::uint64_t operator()(const AddressValue&) const { return kUnknownKey; }
  };

  static Value sort_value(const Field& f, const RowView& row) {
    const Value value = f.value(row);
    const bool bound_stands_in =
        f.id == FieldId::created_at && std::holds_alternative<std::monostate>(value);
    return bound_stands_in ? field(FieldId::created_before).value(row) : value;
  }

  void by_number(const Field& f, bool descending) {
    for (Keyed& k : items_) {
      const std::uint64_t key = std::visit(NumberKey{}, sort_value(f, view(k.position)));
      k.key = key == kUnknownKey ? kUnknownKey : directed(key, descending);
    }
    sort_keyed(items_);
  }

  // For text and addresses: interns equal values, ranks the distinct ones by compare(), and sorts
  // by rank.
  void by_rank(const Field& f, bool descending) {
    std::unordered_map<std::string_view, std::uint32_t> texts;
    std::unordered_map<std::string, std::uint32_t> addresses;
    std::vector<std::uint32_t> examples;  // one position for each distinct value
    std::vector<std::uint32_t> distinct(items_.size());
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Value value = f.value(view(items_[i].position));
      const auto next = static_cast<std::uint32_t>(examples.size());
      if (const auto* text = std::get_if<std::string_view>(&value)) {
        distinct[i] = texts.try_emplace(*text, next).first->second;
      } else if (const auto* address = std::get_if<AddressValue>(&value)) {
        distinct[i] = addresses.try_emplace(address_key(*address), next).first->second;
      } else {
        distinct[i] = kNoIndex;
      }
      if (distinct[i] == next) examples.push_back(items_[i].position);
    }
    const std::vector<std::uint32_t> ranks = rank_examples(f, examples);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      items_[i].key =
          distinct[i] == kNoIndex ? kUnknownKey : directed(ranks[distinct[i]], descending);
    }
    sort_keyed(items_);
  }

  static std::string address_key(const AddressValue& a) {
    std::string key(1, static_cast<char>(a.family));
    key.append(reinterpret_cast<const char*>(a.address.bytes.data()), a.address.bytes.size());
    return key;
  }

  [[nodiscard]] std::vector<std::uint32_t> rank_examples(
      const Field& f, const std::vector<std::uint32_t>& examples) const {
    std::vector<std::uint32_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return compare(f, view(examples[a]), view(examples[b])) < 0;
    });
    std::vector<std::uint32_t> ranks(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
    return ranks;
  }

  const Snapshot& snapshot_;
  std::span<const std::uint32_t> rows_;
  std::vector<Keyed> items_;
};

}  // namespace

std::vector<std::uint32_t> order_rows(const Snapshot& snapshot, std::span<const std::uint32_t> rows,
                                      std::span<const SortKey> keys) {
  Orderer orderer(snapshot, rows);
  orderer.usual();
  for (std::size_t i = keys.size(); i > 0; --i) orderer.by(keys[i - 1]);
  return orderer.positions();
}

}  // namespace portexplorer
