#include "faces/cli/order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace portexplorer::cli {
namespace {

struct Keyed {
  std::uint64_t key;
  std::uint32_t position;
};

// Stable; skips the bytes that all keys share.
void radix_sort(std::vector<Keyed>& items) {
  std::uint64_t all_or = 0;
  std::uint64_t all_and = ~std::uint64_t{0};
  for (const Keyed& k : items) {
    all_or |= k.key;
    all_and &= k.key;
  }
  const std::uint64_t varying = all_or ^ all_and;
  std::vector<Keyed> other;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    if (((varying >> shift) & 0xFF) == 0) continue;
    other.resize(items.size());
    std::array<std::uint32_t, 257> starts{};
    for (const Keyed& k : items) ++starts[((k.key >> shift) & 0xFF) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    for (const Keyed& k : items) other[starts[(k.key >> shift) & 0xFF]++] = k;
    items.swap(other);
  }
}

void sort_keyed(std::vector<Keyed>& items) {
  if (items.size() < 256) {
    std::stable_sort(items.begin(), items.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
  } else {
    radix_sort(items);
  }
}

// Where each process stands by name, then pid, then start.
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

bool listens(const Socket& s) { return s.state == State::listen || (s.state == State::unconnected && has_ports(s.protocol)); }

// The usual order in one number: group 2 bits, then what the group is ordered by.
class UsualOrder {
 public:
  explicit UsualOrder(const Snapshot& snapshot) : snapshot_(snapshot), ranks_(rank_processes(snapshot.sample->tables)) {
    // A closed row keeps its place among the live rows of its process.
    for (std::uint32_t i = 0; i < ranks_.size(); ++i) by_pid_.emplace(snapshot.sample->tables.processes[i].pid.value(), ranks_[i]);
  }

  [[nodiscard]] std::uint64_t key(const RowView& view) const {
    const Socket& s = view.socket();
    const auto protocol = static_cast<std::uint64_t>(s.protocol);
    const std::uint64_t local = std::min(s.local_port, 0xFFFFu);
    const std::uint64_t remote = std::min(s.remote_port, 0xFFFFu);
    if (listens(s)) return (protocol << 40) | (local << 16) | std::uint64_t(s.family);
    const std::uint64_t process = process_rank(view);
    const std::uint64_t group = process == kNobody ? 2 : 1;
    return (group << 62) | (process << 37) | (protocol << 32) | (remote << 16) | local;
  }

 private:
  static constexpr std::uint64_t kNobody = (1u << 25) - 1;

  [[nodiscard]] std::uint64_t process_rank(const RowView& view) const {
    const Process* p = view.process();
    if (p == nullptr) return kNobody;
    if (!view.row().is_closed) return ranks_[view.socket().process];
    const auto it = by_pid_.find(p->pid.value());
    return it == by_pid_.end() ? kNobody - 1 : it->second;
  }

  const Snapshot& snapshot_;
  std::vector<std::uint32_t> ranks_;
  std::unordered_map<std::int32_t, std::uint32_t> by_pid_;
};

// Decides where the numbers are the same: anything will do that does not depend on the order of reading.
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
  Orderer(const Snapshot& snapshot, std::span<const std::uint32_t> rows) : snapshot_(snapshot), rows_(rows) {}

  void usual() {
    const UsualOrder order(snapshot_);
    items_.reserve(rows_.size());
    for (std::uint32_t i = 0; i < rows_.size(); ++i) items_.push_back({order.key(view(i)), i});
    sort_keyed(items_);
    for (std::size_t start = 0; start < items_.size();) {
      std::size_t end = start + 1;
      while (end < items_.size() && items_[end].key == items_[start].key) ++end;
      if (end - start > 1) {
        std::sort(items_.begin() + static_cast<std::ptrdiff_t>(start), items_.begin() + static_cast<std::ptrdiff_t>(end),
                  [&](const Keyed& a, const Keyed& b) { return settles_before(view(a.position), view(b.position)); });
      }
      start = end;
    }
  }

  void by(const SortKey& key) {
    const Field& f = field(key.id);
    if (f.kind == ValueKind::number || f.kind == ValueKind::port || f.kind == ValueKind::time || f.kind == ValueKind::boolean ||
        f.kind == ValueKind::opaque_number || f.kind == ValueKind::pids) {
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

  [[nodiscard]] RowView view(std::uint32_t position) const { return {snapshot_, snapshot_.rows[rows_[position]]}; }

  static std::uint64_t directed(std::uint64_t key, bool descending) {
    const std::uint64_t known = std::min(key, kUnknownKey - 1);
    return descending ? kUnknownKey - 1 - known : known;
  }

  struct NumberKey {
    std::uint64_t operator()(std::monostate) const { return kUnknownKey; }
    std::uint64_t operator()(std::uint64_t v) const { return v; }
    std::uint64_t operator()(bool v) const { return v ? 1 : 0; }
    std::uint64_t operator()(double v) const { return v <= 0 ? 0 : std::bit_cast<std::uint64_t>(v); }
    std::uint64_t operator()(Timestamp v) const { return static_cast<std::uint64_t>(v.value()) ^ (std::uint64_t{1} << 63); }
    std::uint64_t operator()(const HolderList& v) const { return v.indices.size(); }
    std::uint64_t operator()(std::string_view) const { return kUnknownKey; }
    std::uint64_t operator()(const AddressValue&) const { return kUnknownKey; }
  };

  static Value sort_value(const Field& f, const RowView& row) {
    const Value value = f.value(row);
    const bool bound_stands_in = f.id == FieldId::created_at && std::holds_alternative<std::monostate>(value);
    return bound_stands_in ? field(FieldId::created_before).value(row) : value;
  }

  void by_number(const Field& f, bool descending) {
    for (Keyed& k : items_) {
      const std::uint64_t key = std::visit(NumberKey{}, sort_value(f, view(k.position)));
      k.key = key == kUnknownKey ? kUnknownKey : directed(key, descending);
    }
    sort_keyed(items_);
  }

  // Text and addresses: what is the same is interned, what differs is ranked by compare(), and ranks are sorted.
  void by_rank(const Field& f, bool descending) {
    std::unordered_map<std::string_view, std::uint32_t> texts;
    std::unordered_map<std::string, std::uint32_t> addresses;
    std::vector<std::uint32_t> examples;  // a position for each distinct value
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
      items_[i].key = distinct[i] == kNoIndex ? kUnknownKey : directed(ranks[distinct[i]], descending);
    }
    sort_keyed(items_);
  }

  static std::string address_key(const AddressValue& a) {
    std::string key(1, static_cast<char>(a.family));
    key.append(reinterpret_cast<const char*>(a.address.bytes.data()), a.address.bytes.size());
    return key;
  }

  [[nodiscard]] std::vector<std::uint32_t> rank_examples(const Field& f, const std::vector<std::uint32_t>& examples) const {
    std::vector<std::uint32_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return compare(f, view(examples[a]), view(examples[b])) < 0; });
    std::vector<std::uint32_t> ranks(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
    return ranks;
  }

  const Snapshot& snapshot_;
  std::span<const std::uint32_t> rows_;
  std::vector<Keyed> items_;
};

}  // namespace

std::vector<std::uint32_t> order_rows(const Snapshot& snapshot, std::span<const std::uint32_t> rows, std::span<const SortKey> keys) {
  Orderer orderer(snapshot, rows);
  orderer.usual();
  for (std::size_t i = keys.size(); i > 0; --i) orderer.by(keys[i - 1]);
  return orderer.positions();
}

}  // namespace portexplorer::cli
