#include "model/combine.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "model/identity_index.h"

namespace portexplorer {
namespace {

std::uint64_t inode_hash(Inode inode) { return inode.value() * 0x9E3779B97F4A7C15ull >> 20; }

// Unix connections waiting at one listener may have neither cookie, inode nor peer, so nothing
// distinguishes two of them. They must not be treated as duplicates.
bool has_no_identity(const Socket& s) {
  return s.protocol == Protocol::unix_domain && s.cookie == Cookie{} && s.inode == Inode{} &&
         s.remote_port == 0;
}

// Removes duplicates. The kernel reads its hash tables bucket by bucket; a socket that moves to
// another bucket meanwhile (a new connection or state) may be listed twice. The later row is the
// newer one and replaces the earlier one in its position.
void drop_doubles(std::vector<Socket>& sockets) {
  IndexTable table(sockets.size());
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < sockets.size(); ++i) {
    const auto is_same = [&](std::uint32_t other) {
      return same_identity(sockets[other], sockets[i]);
    };
    const std::uint32_t twin = has_no_identity(sockets[i])
                                   ? kNoIndex
                                   : table.insert(identity_hash(sockets[i]), kept, is_same);
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
  if (part.known(Known::lifetime)) whole.set_known(Known::lifetime);
}

// Folds the TCP subflows of MPTCP connections into their MPTCP socket, since their traffic is its
// traffic. A subflow shares the inode of its parent. Without an inode (before the connection is
// accepted and after it was closed) only ports relate the two: the first subflow has both ports of
// its parent, and a joined subflow has that of the listening side. A subflow that matches by a
// single port is dropped without being counted, because several parents may share that port.
//
// `parents_` holds indices of MPTCP sockets, sorted by parent_key(). Traffic is added only to
// parents without counters of their own; otherwise it would count twice.
class Subflows {
 public:
  explicit Subflows(std::vector<Socket>& sockets) : sockets_(sockets) {
    for (std::uint32_t i = 0; i < sockets.size(); ++i) {
      if (sockets[i].protocol == Protocol::mptcp) add_parent(i);
    }
    std::ranges::sort(parents_, {}, [&](std::uint32_t i) { return parent_key(sockets_[i]); });
  }

  void fold() {
    if (parents_.empty()) return;
    std::vector<bool> drop(sockets_.size());
    for (std::uint32_t i = 0; i < sockets_.size(); ++i) drop[i] = folds(sockets_[i]);
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < sockets_.size(); ++i) {
      if (!drop[i]) sockets_[kept++] = sockets_[i];
    }
    sockets_.resize(kept);
  }

 private:
  using Key = std::tuple<Inode, NetnsId, std::uint32_t, std::uint32_t>;

  static Key parent_key(const Socket& s) {
    if (s.inode != Inode{}) return {s.inode, NetnsId{}, 0, 0};
    return {Inode{}, s.netns, s.local_port, s.remote_port};
  }
  static std::uint64_t port_key(NetnsId netns, std::uint32_t port) {
    return (std::uint64_t{netns.value()} << 32) | port;
  }

  void add_parent(std::uint32_t i) {
    parents_.push_back(i);
    const Socket& s = sockets_[i];
    if (s.known(Known::bytes)) own_counters_.insert(i);
    if (s.inode != Inode{}) return;
    local_ports_.insert(port_key(s.netns, s.local_port));
    remote_ports_.insert(port_key(s.netns, s.remote_port));
  }

  bool folds(const Socket& s) {
    if (s.protocol != Protocol::tcp) return false;
    if (s.inode == Inode{} && !s.has(SocketFlag::subflow)) return carries_what_waits(s);
    const auto it = std::ranges::lower_bound(
        parents_, parent_key(s), {}, [&](std::uint32_t i) { return parent_key(sockets_[i]); });
    if (it == parents_.end() || parent_key(sockets_[*it]) != parent_key(s)) {
      return s.inode == Inode{} && (local_ports_.contains(port_key(s.netns, s.local_port)) ||
                                    remote_ports_.contains(port_key(s.netns, s.remote_port)));
    }
    fold_into(*it, s);
    return true;
  }

  // Linux 6.12 and older do not report to an unprivileged user that a connection waiting to be
  // accepted carries MPTCP. It does if a waiting MPTCP connection has the same addresses and ports,
  // which are unique in a network namespace.
  bool carries_what_waits(const Socket& s) {
    if (s.state == State::time_wait || s.state == State::syn_recv) return false;
    const Key key = parent_key(s);
    auto it = std::ranges::lower_bound(parents_, key, {},
                                       [&](std::uint32_t i) { return parent_key(sockets_[i]); });
    while (it != parents_.end() && parent_key(sockets_[*it]) == key &&
           !has_its_endpoints(sockets_[*it], s))
      ++it;
    if (it == parents_.end() || parent_key(sockets_[*it]) != key) return false;
    fold_into(*it, s);
    return true;
  }

  void fold_into(std::uint32_t parent, const Socket& s) {
    if (!own_counters_.contains(parent)) add_traffic(sockets_[parent], s);
    take_opener(sockets_[parent], s);
  }

  static bool has_its_endpoints(const Socket& parent, const Socket& s) {
    return parent.local_port == s.local_port && parent.remote_port == s.remote_port &&
           parent.local_address == s.local_address && parent.remote_address == s.remote_address;
  }

  // Takes the direction from the first subflow, which has the endpoints of the connection. The peer
  // may open later subflows of a connection that this end opened.
  static void take_opener(Socket& parent, const Socket& s) {
    if (parent.has(SocketFlag::active_open) || parent.has(SocketFlag::passive_open)) return;
    if (!has_its_endpoints(parent, s)) return;
    if (s.has(SocketFlag::active_open)) parent.set(SocketFlag::active_open);
    if (s.has(SocketFlag::passive_open)) parent.set(SocketFlag::passive_open);
  }

  std::vector<Socket>& sockets_;
  std::vector<std::uint32_t> parents_;
  std::unordered_set<std::uint32_t> own_counters_;
  std::unordered_set<std::uint64_t> local_ports_;  // of parents without an inode
  std::unordered_set<std::uint64_t> remote_ports_;
};

// Joins mappings to sockets by inode. The holders of a socket form a linked list of mapping
// indices: `head_` has its first entry for each socket, `next_` the following one for each mapping.
// Two flat arrays thus replace a container per socket.
class Join {
 public:
  explicit Join(Sample& sample)
      : sample_(sample),
        table_(count(sample)),
        head_(sample.sockets.size(), kNoIndex),
        next_(sample.mappings.size(), kNoIndex) {
    auto& sockets = sample_.sockets;
    for (std::uint32_t i = 0; i < sockets.size(); ++i) {
      if (!takes_part(sockets[i])) continue;
      table_.insert(inode_hash(sockets[i].inode), i,
                    [&](std::uint32_t other) { return sockets[other].inode == sockets[i].inode; });
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
  static std::size_t count(const Sample& sample) {
    return static_cast<std::size_t>(std::ranges::count_if(sample.sockets, takes_part));
  }

  void attach(std::uint32_t m) {
    const Mapping& mapping = sample_.mappings[m];
    const auto& sockets = sample_.sockets;
    const std::uint32_t i = table_.find(inode_hash(mapping.inode), [&](std::uint32_t other) {
      return sockets[other].inode == mapping.inode;
    });
    if (i == kNoIndex) {
      unlisted_.push_back(m);
      return;
    }
    // All fds of a process are adjacent in `mappings`, so another fd of the process that was
    // attached last finds it at the head of the list. Comparing the head therefore suffices to list
    // each process once.
    if (head_[i] != kNoIndex && sample_.mappings[head_[i]].process == mapping.process) return;
    next_[m] = head_[i];
    head_[i] = m;
  }

  // Appends the list of holders that starts at mapping `m`, and selects the owner.
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

// Appends rows for sockets known only by their fd. Their protocol and network namespace are unknown
// here: a process may hold a socket of another namespace.
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
  Subflows(sample.sockets).fold();
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
  Subflows(sample.sockets).fold();
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
