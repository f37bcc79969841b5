#include "collect/ebpf/reader_merge.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/memory_release.h"
#include "base/words.h"

namespace portexplorer {
namespace {

// A small set of numbers that many rows are checked against. A bit filter rejects most rows without
// a hash lookup.
class WantedInodes {
 public:
  // `expected` is the number of elements. It determines the size of the filter.
  explicit WantedInodes(std::size_t expected) : bits_(std::bit_ceil(expected / 4 + 1)) {}
  void add(std::uint64_t number, std::uint32_t row = kNoIndex) {
    bits_[word(number)] |= bit(number);
    rows_[number] = row;
  }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // Returns the row that was added with the number; empty if it was not added.
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t number) const {
    if ((bits_[word(number)] & bit(number)) == 0) return std::nullopt;
    const auto it = rows_.find(number);
    return it == rows_.end() ? std::nullopt : std::optional(it->second);
  }

 private:
  static std::uint64_t bit(std::uint64_t number) { return std::uint64_t{1} << (number % 64); }
  [[nodiscard]] std::size_t word(std::uint64_t number) const { return number / 64 % bits_.size(); }
  std::vector<std::uint64_t> bits_;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
};

// Maps the kernel's identification of a process to its index in the task list.
class TaskIndex {
 public:
  explicit TaskIndex(std::span<const ReaderProcess> tasks) : tasks_(tasks) {
    by_tgid_.reserve(tasks.size());
    for (std::uint32_t i = 0; i < tasks.size(); ++i) by_tgid_.emplace(tasks[i].key.tgid, i);
  }
  [[nodiscard]] std::uint32_t find(const ProcessKey& key) const {
    const auto it = by_tgid_.find(key.tgid);
    return it != by_tgid_.end() && tasks_[it->second].key == key ? it->second : kNoIndex;
  }

 private:
  std::span<const ReaderProcess> tasks_;
  std::unordered_map<std::uint32_t, std::uint32_t> by_tgid_;
};

CoverageGap unsummed_gap() {
  return {
      "ebpf.unix_queues",
      {"The queue sizes of some unix sockets are unknown."_text, {}},
      {"The sizes of the queued messages are added up one by one: at most 1,000, and only if the queue does not change meanwhile."_text,
       {}},
      {"The netlink backend (--backend netlink) always reports them. Linux 6.18 or later keeps the sum for stream sockets."_text,
       {}},
      false};
}

class ReaderMerge {
 public:
  explicit ReaderMerge(SocketReading& reading) : reading_(reading), tasks_(reading.processes) {}

  void append(ReaderPart& part) {
    const auto first_socket = static_cast<std::uint32_t>(reading_.sockets.size());
    const auto first_text = static_cast<std::uint32_t>(reading_.text.size());
    std::vector<std::uint32_t> places(part.holders.size());
    std::ranges::transform(part.holders, places.begin(),
                           [&](const ProcessKey& key) { return tasks_.find(key); });
    for (Socket& s : part.sockets) {
      if (s.text.length != 0) s.text.offset += first_text;
      if (s.process == kNoIndex) continue;
      s.process = places[s.process];
      if (s.process == kNoIndex) ++reading_.vanished;
    }
    for (Claim claim : part.claims) {
      claim.socket += first_socket;
      claims_.push_back(claim);
    }
    for (WithoutFd without_fd : part.without_fd) {
      without_fd.socket += first_socket;
      without_fd_.push_back(without_fd);
    }
    take_all(reading_.sockets, part.sockets);
    take_all(queued_, part.queued);
    for (const RingFile& ring : part.rings) {
      const std::uint32_t process = tasks_.find(ring.process);
      if (process != kNoIndex) reading_.rings.push_back({Inode{}, process, ring.fd});
    }
    reading_.text += part.text;
    if (part.unsummed) reading_.coverage.add(unsummed_gap());
    part.drop_oversized();
    part.clear();
  }

  void settle() {
    sort_claims();
    find_partners();
    for_each_group([&](std::span<const Claim> group) { settle_group(group); });
    find_closed();
    drop();
    name_listeners();
  }

 private:
  template <typename T>
  static void take_all(std::vector<T>& whole, std::vector<T>& part) {
    // Copied, so that both vectors keep their memory.
    whole.insert(whole.end(), part.begin(), part.end());
  }

  [[nodiscard]] const Socket& socket(const Claim& claim) const {
    return reading_.sockets[claim.socket];
  }
  [[nodiscard]] std::pair<Inode, Cookie> key(const Claim& claim) const {
    return {socket(claim).inode, socket(claim).cookie};
  }

  void sort_claims() {
    const auto order = [&](const Claim& c) {
      return std::tuple(socket(c).inode, socket(c).cookie, c.socket);
    };
    std::ranges::sort(claims_, {}, order);
  }

  template <typename Take>
  void for_each_group(Take take) const {
    for (auto first = claims_.begin(); first != claims_.end();) {
      const auto last =
          std::find_if(first, claims_.end(), [&](const Claim& c) { return key(c) != key(*first); });
      take(std::span<const Claim>(first, last));
      first = last;
    }
  }

  // Finds rows that share a socket with another record, although neither the record nor the file's
  // reference count showed it: the socket was passed on during the reading, or its mark was lost,
  // so that it is also among the sockets without an fd. They become claims.
  void find_partners() {
    WantedInodes wanted(claims_.size());
    for_each_group([&](std::span<const Claim> group) {
      if (std::ranges::all_of(group, &Claim::seen)) wanted.add(socket(group.front()).inode.value());
    });
    for (const WithoutFd& u : without_fd_) {
      if (u.has_file) wanted.add(reading_.sockets[u.socket].inode.value());
    }
    if (!wanted.empty()) claim_all(wanted);
  }

  void claim_all(const WantedInodes& wanted) {
    std::unordered_set<std::uint64_t> held;
    std::vector<bool> is_claim(reading_.sockets.size());
    for (const Claim& c : claims_) is_claim[c.socket] = true;
    for (std::uint32_t i = 0; i < reading_.sockets.size(); ++i) {
      const Socket& s = reading_.sockets[i];
      if (s.process == kNoIndex || !wanted.find(s.inode.value()))
        continue;  // a row without an fd is not a second record of itself
      held.insert(s.inode.value());
      if (!is_claim[i]) claims_.push_back({i, -1, true});
    }
    sort_claims();
    for (const WithoutFd& u : without_fd_) {
      if (!u.has_file) continue;
      if (held.contains(reading_.sockets[u.socket].inode.value())) dropped_.push_back(u.socket);
      else ++reading_.held_otherwise;
    }
  }

  // Removes duplicates of connections whose fd was closed during the reading. They have an older
  // row with an fd and a newer one without. The newer row is kept, with the process as its last
  // process.
  void find_closed() {
    WantedInodes wanted(without_fd_.size());
    for (const WithoutFd& u : without_fd_) {
      const Socket& s = reading_.sockets[u.socket];
      if (u.has_file || s.protocol != Protocol::tcp || s.has(SocketFlag::subflow)) continue;
      // It moved within the table during the iteration.
      if (const auto older = wanted.find(s.cookie.value())) dropped_.push_back(*older);
      wanted.add(s.cookie.value(), u.socket);
    }
    if (wanted.empty()) return;
    for (std::uint32_t i = 0; i < reading_.sockets.size(); ++i) {
      const Socket& s = reading_.sockets[i];
      if (s.process == kNoIndex || s.protocol != Protocol::tcp) continue;
      const auto newer = wanted.find(s.cookie.value());
      if (!newer) continue;
      reading_.sockets[*newer].set_last_process(s.process);
      const bool is_other_object = s.state == State::closed && s.local_port == 0 &&
                                   reading_.sockets[*newer].state == State::time_wait;
      if (is_other_object) part_from_remainder(reading_.sockets[i]);
      else dropped_.push_back(i);
    }
  }

  // A connection in TIME_WAIT is a separate object to which the kernel gives the cookie of the
  // socket. The socket itself is closed and in no table, but a process may still have its fd, for
  // example after shutdown(). Both rows are kept. The cookie of the older one is cleared, because
  // two rows with the same cookie would be taken for one socket.
  static void part_from_remainder(Socket& held) { held.cookie = Cookie{}; }

  // Reduces several records of one socket to one row. If different processes hold it, all their fds
  // are added to `shared`.
  void settle_group(std::span<const Claim> group) {
    const std::uint32_t kept = group.front().socket;
    const auto living =
        std::ranges::find_if(group, [&](const Claim& c) { return socket(c).process != kNoIndex; });
    const std::uint32_t holder = living == group.end() ? kNoIndex : socket(*living).process;
    const auto is_other = [&](const Claim& c) {
      return socket(c).process != kNoIndex && socket(c).process != holder;
    };
    const bool several = std::ranges::any_of(group, is_other);
    for (const Claim& c : group) {
      if (several && socket(c).process != kNoIndex)
        reading_.shared.push_back({socket(c).inode, socket(c).process, c.fd});
      if (c.socket != kept) dropped_.push_back(c.socket);
    }
    reading_.sockets[kept].process = several ? kNoIndex : holder;
  }

  // Removes the dropped rows. The last row takes the place of a removed one, as rows have no order.
  // Descending order guarantees that the last row is not itself to be dropped.
  void drop() {
    std::ranges::sort(dropped_, std::greater<>());
    dropped_.erase(std::unique(dropped_.begin(), dropped_.end()), dropped_.end());
    for (const std::uint32_t i : dropped_) {
      const auto last = static_cast<std::uint32_t>(reading_.sockets.size() - 1);
      if (i != last) {
        reading_.sockets[i] = reading_.sockets[last];
        moved_[last] = i;
      }
      reading_.sockets.pop_back();
    }
  }

  [[nodiscard]] std::uint32_t slot_of(std::uint32_t index) const {
    for (auto it = moved_.find(index); it != moved_.end(); it = moved_.find(index))
      index = it->second;
    return index;
  }

  void name_listeners() {
    std::unordered_map<std::uint64_t, Cookie> listeners;
    for (const QueuedConnection& q : queued_) listeners.emplace(q.connection.value(), q.listener);
    const std::unordered_set<std::uint32_t> dropped(dropped_.begin(), dropped_.end());
    for (const WithoutFd& u : without_fd_) {
      if (dropped.contains(u.socket)) continue;
      const std::uint32_t index = slot_of(u.socket);
      Cookie listener = u.listener;
      if (const auto it = listeners.find(reading_.sockets[index].cookie.value());
          it != listeners.end())
        listener = it->second;
      if (listener.value() != 0) reading_.waiting.push_back({index, listener});
    }
  }

  SocketReading& reading_;
  TaskIndex tasks_;
  std::vector<Claim> claims_;
  std::vector<WithoutFd> without_fd_;
  std::vector<QueuedConnection> queued_;
  std::vector<std::uint32_t> dropped_;
  std::unordered_map<std::uint32_t, std::uint32_t> moved_;
};

}  // namespace

void SocketReading::clear() {
  sockets.clear();
  clear_for_reuse(processes);
  clear_for_reuse(shared);
  clear_for_reuse(waiting);
  clear_for_reuse(rings);
  clear_for_reuse(text);
  held_otherwise = 0;
  vanished = 0;
  without_fd_read.clear();
  protocols_without_fd = {};
  tcp_without_fd.clear();
  lists_bound_tcp = true;
  counted_tcp.clear();
  coverage.gaps.clear();
}

void merge_parts(std::span<ReaderPart> parts, SocketReading& reading) {
  // Reserved at once, because growing a vector of a hundred thousand rows would move them
  // repeatedly.
  std::size_t total = reading.sockets.size();
  for (const ReaderPart& part : parts) total += part.sockets.size();
  reading.sockets.reserve(total);
  ReaderMerge merge(reading);
  for (ReaderPart& part : parts) merge.append(part);
  merge.settle();
}

bool all_known(std::span<const ReaderPart> parts, std::span<const ReaderProcess> tasks) {
  const TaskIndex index(tasks);
  return std::ranges::all_of(parts, [&](const ReaderPart& part) {
    return std::ranges::all_of(part.holders,
                               [&](const ProcessKey& key) { return index.find(key) != kNoIndex; });
  });
}

}  // namespace portexplorer
