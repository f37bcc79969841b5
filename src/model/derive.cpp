#include "model/derive.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "model/direction.h"
#include "model/identity_index.h"
#include "model/peer_order.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

const std::pair<Inode, std::string>* find_foreign(const Tables& tables, Inode inode) {
  const auto& owners = tables.foreign_containers;
  const auto it =
      std::ranges::lower_bound(owners, inode, {}, &std::pair<Inode, std::string>::first);
  return it == owners.end() || it->first != inode ? nullptr : &*it;
}

// Returns whether the owner is known, or else why it is not. The order matters: facts about the
// socket itself come first (the kernel's own, no file), then limits of the reading, from the most
// to the least general. Only a reading that saw every process and every fd may conclude that the
// owner has exited (gone).
Owner owner_of(const Socket& s, const Sample& sample) {
  if (s.process != kNoIndex)
    return sample.tables.processes[s.process].pid.value() == 0 ? Owner::foreign : Owner::known;
  if (is_of_kernel(s)) return Owner::kernel;
  if (s.inode.value() == 0) return Owner::none;
  if (!sample.processes_read) return Owner::unknown;
  if (!sample.fds_complete) return sample.lacks_rights ? Owner::not_permitted : Owner::unknown;
  if (!sample.sees_all_namespaces)
    return find_foreign(sample.tables, s.inode) != nullptr ? Owner::foreign : Owner::unknown;
  return sample.vanished_processes > 0 ? Owner::gone : Owner::unknown;
}

constexpr float kNoRate = std::numeric_limits<float>::quiet_NaN();

float rate(std::uint64_t before, std::uint64_t now, double seconds) {
  return now < before ? kNoRate : static_cast<float>(static_cast<double>(now - before) / seconds);
}

// Copies closed sockets into the Snapshot, with the processes and texts that they refer to. A
// Snapshot that pointed into the previous Sample instead would keep a chain of old Samples alive. A
// process that holds several closed sockets is copied once for each source table.
class ClosedRows {
 public:
  explicit ClosedRows(Snapshot& target) : target_(target) {}

  Row& add(const Socket& socket, const Tables& from, Row row) {
    Socket copy = socket;
    Tables& tables = target_.closed_tables;
    copy.process = copy_process(socket.process, from);
    copy.text = tables.add_text(from.view(socket.text));
    if (socket.holder_count == 0) copy.set_last_process(copy_process(socket.last_process(), from));
    else copy.first_holder = static_cast<std::uint32_t>(tables.holders.size());
    for (const std::uint32_t holder : from.holders_of(socket))
      tables.holders.push_back(copy_process(holder, from));
    if (row.owner == Owner::foreign) copy_container(socket.inode, from);
    if (const PeerSet* peers = from.peers_of(socket)) tables.peers.push_back(*peers);
    row.socket = static_cast<std::uint32_t>(target_.closed_sockets.size());
    row.is_closed = true;
    target_.closed_sockets.push_back(copy);
    target_.rows.push_back(row);
    return target_.rows.back();
  }

  // Must be called after the last add(): restores the order that lookups in these tables require.
  void finish() {
    sort_peers(target_.closed_tables.peers);
    std::ranges::sort(target_.closed_tables.foreign_containers);
  }

 private:
  std::uint32_t copy_process(std::uint32_t index, const Tables& from) {
    if (index == kNoIndex) return kNoIndex;
    const auto [it, is_new] = copied_.try_emplace(
        {&from, index}, static_cast<std::uint32_t>(target_.closed_tables.processes.size()));
    if (is_new) target_.closed_tables.processes.push_back(from.processes[index]);
    return it->second;
  }

  void copy_container(Inode inode, const Tables& from) {
    if (const auto* found = find_foreign(from, inode))
      target_.closed_tables.foreign_containers.push_back(*found);
  }

  Snapshot& target_;
  std::map<std::pair<const Tables*, std::uint32_t>, std::uint32_t> copied_;
};

// Builds the rows of one Snapshot. With a previous Snapshot, every socket of the two readings falls
// into one of these cases:
//   in both readings                     change none; keeps its creation bounds and gets rates
//   only in the current one              fresh
//   only in the previous one             closing; with final counters if its close was reported
//   reported as closed, in neither       short_lived
//   closed earlier, mark not expired     the row is carried on until mark_duration has passed
//
// `still_there` has a bit for each socket of the previous Sample. It is set as soon as a row
// accounts for the socket, so each socket gets exactly one row.
class Derivation {
 public:
  Derivation(const Snapshot* previous, const std::shared_ptr<const Sample>& current,
             const DeriveOptions& options, Snapshot& out)
      : previous_(previous),
        current_(*current),
        options_(options),
        out_(out),
        directions_(*current, options.whole_machine) {
    classes_.reserve(current_.tables.processes.size());
    for (const Process& p : current_.tables.processes) classes_.push_back(classify(p));
    if (previous_ != nullptr) elapsed_ = current_.monotonic - previous_->sample->monotonic;
  }

  void run() {
    out_.rows.reserve(current_.sockets.size());
    if (previous_ == nullptr) first_view();
    else compared_view();
  }

 private:
  Row basic_row(const Socket& s) {
    Row row;
    row.owner = owner_of(s, current_);
    row.direction = directions_.of(s);
    if (s.process != kNoIndex) {
      row.klass = classes_[s.process].klass;
      row.class_reason = classes_[s.process].reason;
    }
    row.created_before = current_.taken_at;
    return row;
  }

  void first_view() {
    for (std::uint32_t i = 0; i < current_.sockets.size(); ++i) {
      Row row = basic_row(current_.sockets[i]);
      row.socket = i;
      out_.rows.push_back(row);
    }
  }

  void compared_view() {
    const auto& before = previous_->sample->sockets;
    SequentialIndex index(before);
    std::vector<bool> still_there(before.size());
    for (std::uint32_t i = 0; i < current_.sockets.size(); ++i) {
      const Socket& s = current_.sockets[i];
      Row row = basic_row(s);
      row.socket = i;
      const std::uint32_t old = find_before(index, s);
      if (old == kNoIndex) {
        row.change = Change::fresh;
        row.created_after = previous_->sample->taken_at;
        fill_rates_of_new(row, s);
      } else {
        still_there[old] = true;
        carry_over(row, s, previous_->rows[old], before[old]);
      }
      out_.rows.push_back(row);
    }
    add_closed(index, still_there);
  }

  // Returns the index of the socket in the previous Sample, or kNoIndex. Two events change the
  // identity of a living socket: an MPTCP socket gets a token when it connects, and another backend
  // may read a socket with or without its cookie. Its inode stays the same in both cases, so the
  // second lookup uses the identity that the socket had in the previous reading.
  std::uint32_t find_before(SequentialIndex& before, const Socket& s) {
    const std::uint32_t old = before.find_index(s);
    if (old != kNoIndex || s.inode == Inode{}) return old;
    if (s.cookie == Cookie{}) return find_with_cookie(s);
    Socket other = s;
    if (s.mptcp_token() != 0) other.set_mptcp_token(0);  // it was not connected then
    else other.cookie = Cookie{};  // the previous backend did not provide cookies
    return before.find_index(other);
  }

  // Returns the socket of the previous reading that had a cookie and has the inode of `s`, whose
  // backend provides no cookies.
  std::uint32_t find_with_cookie(const Socket& s) {
    const auto& before = previous_->sample->sockets;
    if (!with_cookie_) {
      with_cookie_.emplace();
      for (std::uint32_t i = 0; i < before.size(); ++i) {
        if (before[i].cookie != Cookie{} && before[i].inode != Inode{})
          with_cookie_->emplace(before[i].inode.value(), i);
      }
    }
    const auto it = with_cookie_->find(s.inode.value());
    const bool is_same = it != with_cookie_->end() && before[it->second].netns == s.netns &&
                         before[it->second].protocol == s.protocol;
    return is_same ? it->second : kNoIndex;
  }

  // Takes over what the previous row established. Rows of sockets in the sample precede closed rows
  // and have the order of Sample::sockets, so the index of a socket is also the index of its row.
  void carry_over(Row& row, const Socket& now, const Row& old_row, const Socket& old) const {
    row.created_before = old_row.created_before;
    row.created_after = old_row.created_after;
    row.direction = kept_direction(row.direction, old_row.direction, now);
    fill_rates(row, now, old);
    if (old_row.change != Change::none && age_is_short(old_row)) {
      row.change = old_row.change;
      row.change_age_ms = aged(old_row);
    }
  }

  // Computes the rates from the bytes moved between the two readings. Must be called at most once
  // for each row and reading. A counter that went backwards gives no rate.
  void fill_rates(Row& row, const Socket& now, const Socket& old) const {
    const double seconds = std::chrono::duration<double>(elapsed_).count();
    if (seconds <= 0 || !now.known(Known::bytes) || !old.known(Known::bytes)) return;
    row.sent_rate = rate(old.sent_bytes, now.sent_bytes, seconds);
    row.received_rate = rate(old.received_bytes, now.received_bytes, seconds);
  }

  // Counts everything that a socket has moved if it was created after the previous reading began.
  // An older socket was merely not seen before, for example because its network namespace has just
  // been found, and its bytes must not appear as a burst.
  void fill_rates_of_new(Row& row, const Socket& s) const {
    const Sample& before = *previous_->sample;
    if (!s.known(Known::created_at) ||
        s.created_at.value() < before.taken_at.value() - before.duration.count())
      return;
    Socket unused = s;
    unused.sent_bytes = unused.received_bytes = 0;
    fill_rates(row, s, unused);
  }

  // Keeps the direction of a connection after the kernel stops reporting it, as in TIME_WAIT. A
  // direction that is reported now always wins.
  static Direction kept_direction(Direction now, Direction before, const Socket& s) {
    const bool was_connected = before == Direction::inbound || before == Direction::outbound;
    const bool is_connected = s.remote_port != 0 && now != Direction::listening;
    return was_connected && is_connected && !Directions::is_reported(s) ? before : now;
  }

  // Adds all closed rows. The order of the loops decides which source describes a close: a reported
  // close has the final counters, so it comes before the mere absence from the tables. Rows that
  // closed earlier and were not completed by a late report are kept last, until they expire.
  void add_closed(SequentialIndex& before, std::vector<bool>& still_there) {
    ClosedRows closed(out_);
    std::vector<bool> completed(previous_->closed_sockets.size());
    if (!current_.closed.empty()) index_closing_rows();
    for (const Socket& s : current_.closed)
      add_reported_close(closed, s, before, still_there, completed);
    for (const Socket& s : current_.closed_meanwhile)
      add_known_close(closed, s, before, still_there);
    for (std::uint32_t i = 0; i < still_there.size(); ++i) {
      if (still_there[i]) continue;
      Row row = previous_->rows[i];
      row.sent_rate = row.received_rate = kNoRate;
      close_row(closed, without_counters(previous_->sample->sockets[i]), previous_->sample->tables,
                row);
    }
    for (const Row& row : previous_->rows) {
      if (!row.is_closed || completed[row.socket] || !age_is_short(row)) continue;
      Row kept = row;
      kept.change_age_ms = aged(row);
      kept.sent_rate = kept.received_rate = kNoRate;
      closed.add(previous_->closed_sockets[row.socket], previous_->closed_tables, kept);
    }
    closed.finish();
  }

  // Returns the socket as last read, without its counters: between that reading and its close the
  // socket may have moved more, so the last values are not the final ones. The remains of a
  // connection in TIME_WAIT or FIN_WAIT2 are an exception: their counters are those of its close.
  static Socket without_counters(Socket s) {
    // An orphan in FIN_WAIT2 is still a full socket and reports retransmits, while the kernel's
    // timewait entry in the same state does not.
    const bool is_orphan = s.known(Known::retransmits);
    const bool is_left =
        s.state == State::time_wait ||
        (s.state == State::fin_wait2 && s.last_process() != kNoIndex && !is_orphan);
    if (!is_left) {
      for (const Known k : {Known::bytes, Known::packets, Known::lifetime, Known::retransmits,
                            Known::rtt, Known::recv_queue, Known::send_queue, Known::recv_memory,
                            Known::send_memory, Known::drops})
        s.forget(k);
    }
    return s;
  }

  // Returns the previous Snapshot's row of a socket that disappeared from the tables before its
  // close was reported, or null.
  [[nodiscard]] const Row* find_closing(const Socket& s) const {
    const auto [first, last] = closing_.equal_range(identity_hash(s));
    const auto it = std::find_if(first, last, [&](const auto& entry) {
      return same_identity(previous_->closed_sockets[entry.second->socket], s);
    });
    return it == last ? nullptr : it->second;
  }

  void index_closing_rows() {
    for (const Row& row : previous_->rows) {
      if (row.is_closed && row.change == Change::closing)
        closing_.emplace(identity_hash(previous_->closed_sockets[row.socket]), &row);
    }
  }

  // Adds a close that the kernel reported, with its final counters. If the socket already has a
  // closing row, that row is completed. If it was in neither reading, it is short-lived.
  void add_reported_close(ClosedRows& closed, const Socket& s, SequentialIndex& before,
                          std::vector<bool>& still_there, std::vector<bool>& completed) {
    const std::uint32_t old = find_before(before, s);
    const Row* closing = old == kNoIndex ? find_closing(s) : nullptr;
    if (closing != nullptr) {
      completed[closing->socket] = true;
      Row row = *closing;
      row.change_age_ms = aged(row);
      row.sent_rate = row.received_rate = kNoRate;
      closed.add(with_inode(s, previous_->closed_sockets[closing->socket]), current_.tables, row);
    } else if (old == kNoIndex) {
      Row row = basic_row(s);
      row.change = Change::short_lived;
      fill_rates_of_new(row, s);
      closed.add(s, current_.tables, row);
    } else {
      add_close_of(closed, s, old, still_there);
    }
  }

  // Adds a close that happened while the tables were read. Sockets that the previous Sample did not
  // have are ignored here: the next Sample reports them in `closed` or lists them.
  void add_known_close(ClosedRows& closed, const Socket& s, SequentialIndex& before,
                       std::vector<bool>& still_there) {
    const std::uint32_t old = find_before(before, s);
    if (old != kNoIndex) add_close_of(closed, s, old, still_there);
  }

  void add_close_of(ClosedRows& closed, const Socket& s, std::uint32_t old,
                    std::vector<bool>& still_there) {
    if (still_there[old]) return;
    still_there[old] = true;
    Row row = previous_->rows[old];
    row.sent_rate = row.received_rate = kNoRate;
    fill_rates(row, s, previous_->sample->sockets[old]);
    close_row(closed, with_inode(s, previous_->sample->sockets[old]), current_.tables, row);
  }

  // Restores the inode: a socket has lost its file when its close is reported.
  static Socket with_inode(Socket s, const Socket& before) {
    if (s.inode == Inode{}) s.inode = before.inode;
    return s;
  }

  static void close_row(ClosedRows& closed, const Socket& s, const Tables& tables, Row row) {
    row.change = Change::closing;
    row.change_age_ms = 0;
    closed.add(s, tables, row);
  }

  [[nodiscard]] std::uint32_t aged(const Row& row) const {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed_).count();
    return row.change_age_ms +
           static_cast<std::uint32_t>(std::clamp<std::int64_t>(ms, 0, 1'000'000'000));
  }
  [[nodiscard]] bool age_is_short(const Row& row) const {
    return std::chrono::milliseconds(aged(row)) < options_.mark_duration;
  }

  const Snapshot* previous_;
  const Sample& current_;
  const DeriveOptions& options_;
  Snapshot& out_;
  Directions directions_;
  std::vector<Classification> classes_;
  std::chrono::nanoseconds elapsed_{};
  // Sockets of the previous reading with a cookie, by inode; built on first use.
  std::optional<std::unordered_map<std::uint64_t, std::uint32_t>> with_cookie_;
  // Closing rows of the previous Snapshot, by identity_hash().
  std::unordered_multimap<std::uint64_t, const Row*> closing_;
};

}  // namespace

std::shared_ptr<const Snapshot> derive(const Snapshot* previous,
                                       std::shared_ptr<const Sample> current,
                                       const DeriveOptions& options) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->has_previous = previous != nullptr;
  snapshot->port_names = options.port_names;
  if (options.addresses != nullptr)
    snapshot->remote_facts = std::make_shared<const RemoteFacts>(options.addresses);
  Derivation(previous, current, options, *snapshot).run();
  snapshot->sample = std::move(current);
  return snapshot;
}

}  // namespace portexplorer
