#include "model/combine.h"

#include <algorithm>
#include <tuple>

#include "model/identity_index.h"

namespace portexplorer {
namespace {

std::uint64_t inode_hash(Inode inode) { return inode.value() * 0x9E3779B97F4A7C15ull >> 20; }

// A socket that changed its place in the kernel's tables while they were read stands there twice; the later row is the newer.
void drop_doubles(std::vector<Socket>& sockets) {
  IndexTable table(sockets.size());
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < sockets.size(); ++i) {
    const std::uint32_t twin =
        table.insert(identity_hash(sockets[i]), kept, [&](std::uint32_t other) { return same_identity(sockets[other], sockets[i]); });
    if (twin != kNoIndex) {
      sockets[twin] = sockets[i];
      continue;
    }
    if (kept != i) sockets[kept] = sockets[i];
    ++kept;
  }
  sockets.resize(kept);
}

void add_traffic(Socket& whole, const Socket& part) {
  if (!part.known(Known::bytes)) return;
  whole.sent_bytes += part.sent_bytes;
  whole.received_bytes += part.received_bytes;
  whole.sent_packets += part.sent_packets;
  whole.received_packets += part.received_packets;
  whole.set_known(Known::bytes);
  whole.set_known(Known::packets);
  if (part.known(Known::whole_life)) whole.set_known(Known::whole_life);
}

// An MPTCP socket and the TCP connections that carry it share an inode. The carriers are its children: their traffic is
// its own, and they are no rows.
void fold_subflows(std::vector<Socket>& sockets) {
  const auto is_mptcp = [](const Socket& s) { return s.protocol == Protocol::mptcp && s.inode.value() != 0; };
  std::vector<std::uint32_t> parents;
  for (std::uint32_t i = 0; i < sockets.size(); ++i) {
    if (is_mptcp(sockets[i])) parents.push_back(i);
  }
  if (parents.empty()) return;
  const auto inode_of = [&](std::uint32_t i) { return sockets[i].inode; };
  std::ranges::sort(parents, {}, inode_of);
  std::vector<bool> own_counters(sockets.size());
  for (const std::uint32_t i : parents) own_counters[i] = sockets[i].known(Known::bytes);
  const auto folds = [&](const Socket& s) {
    if (s.protocol != Protocol::tcp || s.inode.value() == 0) return false;
    const auto it = std::ranges::lower_bound(parents, s.inode, {}, inode_of);
    if (it == parents.end() || sockets[*it].inode != s.inode) return false;
    if (!own_counters[*it]) add_traffic(sockets[*it], s);
    return true;
  };
  std::vector<bool> drop(sockets.size());
  for (std::uint32_t i = 0; i < sockets.size(); ++i) drop[i] = folds(sockets[i]);
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < sockets.size(); ++i) {
    if (!drop[i]) sockets[kept++] = sockets[i];
  }
  sockets.resize(kept);
}

// Which processes hold which socket: a list for each socket, threaded through the mappings.
class Join {
 public:
  explicit Join(Sample& sample)
      : sample_(sample), table_(count(sample)), head_(sample.sockets.size(), kNoIndex), next_(sample.mappings.size(), kNoIndex) {
    auto& sockets = sample_.sockets;
    for (std::uint32_t i = 0; i < sockets.size(); ++i) {
      if (!takes_part(sockets[i])) continue;
      table_.insert(inode_hash(sockets[i].inode), i, [&](std::uint32_t other) { return sockets[other].inode == sockets[i].inode; });
    }
    for (std::uint32_t m = 0; m < next_.size(); ++m) attach(m);
  }

  void give_holders() {
    for (std::uint32_t i = 0; i < head_.size(); ++i) {
      if (head_[i] != kNoIndex) give_holders(sample_.sockets[i], head_[i]);
    }
  }

  [[nodiscard]] const std::vector<std::uint32_t>& unlisted() const { return unlisted_; }

 private:
  static bool takes_part(const Socket& s) { return s.inode.value() != 0 && s.process == kNoIndex; }
  static std::size_t count(const Sample& sample) { return static_cast<std::size_t>(std::ranges::count_if(sample.sockets, takes_part)); }

  void attach(std::uint32_t m) {
    const Mapping& mapping = sample_.mappings[m];
    const auto& sockets = sample_.sockets;
    const std::uint32_t i =
        table_.find(inode_hash(mapping.inode), [&](std::uint32_t other) { return sockets[other].inode == mapping.inode; });
    if (i == kNoIndex) {
      unlisted_.push_back(m);
      return;
    }
    // The fds of one process stand together, so a second fd of the same process meets its first one at the head.
    if (head_[i] != kNoIndex && sample_.mappings[head_[i]].process == mapping.process) return;
    next_[m] = head_[i];
    head_[i] = m;
  }

  void give_holders(Socket& socket, std::uint32_t m) {
    auto& holders = sample_.tables.holders;
    socket.first_holder = static_cast<std::uint32_t>(holders.size());
    for (; m != kNoIndex; m = next_[m]) holders.push_back(sample_.mappings[m].process);
    socket.holder_count = static_cast<std::uint32_t>(holders.size()) - socket.first_holder;
    socket.process = holders.back();
    if (socket.holder_count > 1) socket.process = choose_owner(socket);
  }

  [[nodiscard]] std::uint32_t choose_owner(const Socket& socket) const {
    const auto first = sample_.tables.holders.begin() + socket.first_holder;
    const auto rank = [&](std::uint32_t index) {
      const Process& p = sample_.tables.processes[index];
      const bool is_init = p.pid.value() == 1 || p.comm == "systemd";
      const bool other_user = socket.known(Known::uid) && p.uid && p.uid->value() != socket.uid;
      return std::tuple(is_init, other_user, p.start_ticks, p.pid);
    };
    return *std::ranges::min_element(first, first + socket.holder_count, {}, rank);
  }

  Sample& sample_;
  IndexTable table_;
  std::vector<std::uint32_t> head_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> unlisted_;
};

// Rows for sockets known by their fd alone. Neither their protocol nor their namespace is known here: a process may hold
// a socket of another namespace.
void append_unlisted(Sample& sample, const std::vector<std::uint32_t>& unlisted) {
  for (const std::uint32_t m : unlisted) {
    Socket socket;
    socket.inode = sample.mappings[m].inode;
    sample.sockets.push_back(socket);
  }
}

}  // namespace

void combine(Sample& sample, bool add_unlisted) {
  drop_doubles(sample.sockets);
  fold_subflows(sample.sockets);
  if (add_unlisted) {
    const Join listed(sample);
    append_unlisted(sample, listed.unlisted());
    drop_doubles(sample.sockets);
  }
  sample.tables.holders.clear();
  sample.tables.holders.reserve(sample.mappings.size());
  Join(sample).give_holders();
  sample.mappings.clear();
}

void combine_held(Sample& sample) {
  fold_subflows(sample.sockets);
  auto& holders = sample.tables.holders;
  holders.clear();
  holders.reserve(sample.sockets.size() + sample.mappings.size());
  for (Socket& s : sample.sockets) {
    if (s.process == kNoIndex) continue;
    s.first_holder = static_cast<std::uint32_t>(holders.size());
    s.holder_count = 1;
    holders.push_back(s.process);
  }
  if (!sample.mappings.empty()) Join(sample).give_holders();
  sample.mappings.clear();
}

}  // namespace portexplorer
