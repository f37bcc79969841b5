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

// Which sockets are looked for among all: few numbers, asked of many rows.
class WantedInodes {
 public:
  // `expected`: how many there will be, so that most questions need one bit alone.
  explicit WantedInodes(std::size_t expected) : bits_(std::bit_ceil(expected / 4 + 1)) {}
  void add(std::uint64_t number, std::uint32_t row = kNoIndex) {
    bits_[word(number)] |= bit(number);
    rows_[number] = row;
  }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // The row that was added with the number; empty if it was not added.
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

// From how the kernel names processes to their places in the task list.
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
      {"How much waits in the queues of some unix sockets is not known."_text, {}},
      {"The messages are added up one by one: up to 1,000, and only if the queue does not change meanwhile."_text,
       {}},
      {"Reading without the kernel's programs (--backend netlink) always adds it up. Linux 6.18 keeps the sum for streams."_text,
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
    whole.insert(whole.end(), part.begin(), part.end());  // so that both keep their memory
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

  // Rows that another record tells of, though neither the row nor its file's references said so
  // when it was written: its socket was passed on meanwhile. And held rows whose mark was lost,
  // which stand among the unheld ones too.
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
        continue;  // an unheld row is not its own partner
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

  // Connections that lost their fd while the walk went on stand there twice: as held, and, newer,
  // as unheld.
  void find_closed() {
    WantedInodes wanted(without_fd_.size());
    for (const WithoutFd& u : without_fd_) {
      const Socket& s = reading_.sockets[u.socket];
      if (u.has_file || s.protocol != Protocol::tcp || s.has(SocketFlag::subflow)) continue;
      if (const auto older = wanted.find(s.cookie.value()))
        dropped_.push_back(*older);  // it changed its place in the table
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

  // A connection in TIME_WAIT is an object of its own, which the kernel gives the socket's cookie.
  // The socket has been closed since and is in no table, but a process may hold its fd still, as
  // after shutdown(). Two rows with one cookie would pass for one socket.
  static void part_from_remainder(Socket& held) { held.cookie = Cookie{}; }

  // Several records of one socket: one row stays.
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

  // Puts the last row in the place of each dropped one: rows have no order.
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
  // In one piece: growing a vector of a hundred thousand rows moves them again and again.
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
