#include "collect/observe/socket_history.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "base/words.h"
#include "collect/ebpf/peer_records.h"
#include "model/peer_order.h"

namespace portexplorer {
namespace {

// Finds the index of a process in a Sample's table; appends the process if it is missing.
class ProcessPlaces {
 public:
  explicit ProcessPlaces(Tables& tables) : tables_(tables) {}

  std::uint32_t of(const std::shared_ptr<const Process>& process) {
    if (process == nullptr) return kNoIndex;
    if (places_.empty()) {
      for (std::uint32_t i = 0; i < tables_.processes.size(); ++i)
        places_.emplace(tables_.processes[i].pid, i);
    }
    const auto [it, is_new] =
        places_.try_emplace(process->pid, static_cast<std::uint32_t>(tables_.processes.size()));
    if (!is_new && tables_.processes[it->second].start_ticks == process->start_ticks)
      return it->second;
    it->second = static_cast<std::uint32_t>(tables_.processes.size());
    tables_.processes.push_back(*process);
    return it->second;
  }

 private:
  Tables& tables_;
  std::unordered_map<Pid, std::uint32_t> places_;  // the latest of each pid
};

void take_final_counters(Socket& row, const Socket& end) {
  if (!end.known(Known::bytes)) return;
  row.sent_bytes = end.sent_bytes;
  row.received_bytes = end.received_bytes;
  row.sent_packets = end.sent_packets;
  row.received_packets = end.received_packets;
  for (const Known k : {Known::bytes, Known::packets, Known::lifetime}) {
    if (end.known(k)) row.set_known(k);
  }
}

// A socket that was never bound or connected is in no table either.
bool is_shown(const Socket& s, const ProtocolSet& protocols) {
  return protocols.contains(s.protocol) && (!has_ports(s.protocol) || s.local_port != 0);
}

// Rows have 32-bit packet counters.
std::uint32_t packet_count(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, UINT32_MAX));
}

CoverageGap uncounted_gap(const Error& error) {
  return {"tracing.counts",
          {"The traffic of UDP, unix and other sockets is reported only when they close."_text, {}},
          {"{reason}.", {}, {{"reason", own_words(error.what)}}},
          {"Requires Linux 5.12 or later."_text, {}},
          false};
}

bool makes_a_socket(Action action) { return action == Action::open || action == Action::accept; }

}  // namespace

Result<std::unique_ptr<SocketHistory>> SocketHistory::create(TrafficCounter way) {
  TracerOptions options;
  options.traffic = way;
  options.follows_splices = false;  // single receives are not needed
  TRY(tracer, SocketTracer::create(options));
  auto follower = std::make_unique<SocketHistory>(std::move(tracer));
  auto counted = CountedTraffic::create(follower->tracer_->maps());
  if (counted) follower->counted_ = std::move(*counted);
  else follower->coverage_.add(uncounted_gap(counted.error()));
  return follower;
}

Result<void> SocketHistory::complete(Sample& sample, const ProtocolSet& protocols,
                                     Timestamp began) {
  EventBatch batch;
  TRY_VOID(tracer_->take(batch));
  complete(sample, protocols, began, std::move(batch));
  if (counted_ != nullptr) {
    TRY_VOID(counted_->read(counts_));
    give_counts(sample);
    TRY_VOID(counted_->read_peers(peers_));
    give_peers(sample);
  }
  for (const CoverageGap& gap : tracer_->coverage().gaps) sample.coverage.add(gap);
  for (const CoverageGap& gap : coverage_.gaps) sample.coverage.add(gap);
  return {};
}

void SocketHistory::take_counts(std::vector<TrafficCount> counts, Sample& sample) {
  counts_ = std::move(counts);
  give_counts(sample);
}

void SocketHistory::take_peers(std::vector<PeerSet> peers, Sample& sample) {
  peers_ = std::move(peers);
  give_peers(sample);
}

// Only for unconnected sockets: a socket that was connected since shows the peer of its connection.
void SocketHistory::give_peers(Sample& sample) {
  if (peers_.empty()) return;
  std::ranges::sort(peers_, {}, &PeerSet::cookie);
  for (Socket& s : sample.sockets) {
    if ((s.protocol != Protocol::udp && s.protocol != Protocol::udplite) ||
        s.state == State::established || s.cookie == Cookie{})
      continue;
    const auto it = std::ranges::lower_bound(peers_, s.cookie, {}, &PeerSet::cookie);
    if (it == peers_.end() || it->cookie != s.cookie) continue;
    show_last_peer(it->last, s);
    sample.tables.peers.push_back(std::move(*it));
    it->cookie = s.cookie;
  }
  std::ranges::sort(sample.tables.peers, {}, &PeerSet::cookie);
}

void SocketHistory::give_counts(Sample& sample) {
  std::ranges::sort(counts_, {}, &TrafficCount::cookie);
  for (Socket& s : sample.sockets) {
    if (s.cookie == Cookie{} || s.known(Known::bytes) || s.protocol == Protocol::mptcp)
      continue;  // MPTCP sockets share cookies
    const auto it = std::ranges::lower_bound(counts_, s.cookie, {}, &TrafficCount::cookie);
    if (it == counts_.end() || it->cookie != s.cookie) continue;
    s.sent_bytes = it->sent_bytes;
    s.received_bytes = it->received_bytes;
    s.sent_packets = packet_count(it->sent_packets);
    s.received_packets = packet_count(it->received_packets);
    s.set_known(Known::bytes);
    s.set_known(Known::packets);
    if (it->lifetime) s.set_known(Known::lifetime);
  }
}

namespace {

CoverageGap lost_events_gap(std::uint64_t count) {
  return {
      "tracing.lost",
      {"{count} socket events were lost: some closed sockets are missing, and creation times may be only bounds."_text,
       {{"count", std::to_string(count)}}},
      {"They occurred faster than they could be read."_text, {}},
      {"", {}},
      true};
}

CoverageGap forgotten_births_gap(std::uint64_t count, std::size_t most) {
  return {"tracing.births",
          {"The creation times of {count} sockets are only bounds."_text,
           {{"count", std::to_string(count)}}},
          {"They were opened when the limit of {most} remembered creation times was reached."_text,
           {{"most", std::to_string(most)}}},
          {"", {}},
          true};
}

}  // namespace

void SocketHistory::complete(Sample& sample, const ProtocolSet& protocols, Timestamp began,
                             EventBatch&& batch) {
  sample.losses.lost_events += batch.lost;
  const bool are_lost = batch.lost > 0;
  if (are_lost) sample.coverage.add(lost_events_gap(batch.lost));
  learn(std::move(batch));
  if (births_not_remembered_ > 0)
    sample.coverage.add(forgotten_births_gap(births_not_remembered_, most_births_));
  give_births(sample);
  if (are_lost || births_.size() > most_births_ / 2) forget_births(sample, began);
  give_ends(sample, protocols, began);
}

void SocketHistory::learn(EventBatch&& batch) {
  memory_.complete(batch);
  processes_.describe(batch.processes);
  std::vector<ProcessPtr> processes;
  processes.reserve(batch.processes.size());
  for (Process& process : batch.processes)
    processes.push_back(std::make_shared<const Process>(std::move(process)));
  for (SocketEvent& event : batch.events) {
    if (event.socket.cookie == Cookie{}) continue;
    const SocketKey key = key_of(event.socket);
    rename_birth(unconnected_key_of(event.socket), key);
    const ProcessPtr process = event.process == kNoIndex ? nullptr : processes[event.process];
    if (event.action == Action::close) {
      End end{event.socket,
              event.time,
              process,
              std::string(std::string_view(batch.text)
                              .substr(event.socket.text.offset, event.socket.text.length)),
              std::nullopt,
              false};
      const auto peers =
          std::ranges::lower_bound(batch.peers, event.socket.cookie, {}, &PeerSet::cookie);
      if (peers != batch.peers.end() && peers->cookie == event.socket.cookie) end.peers = *peers;
      const auto birth = births_.extract(key);
      if (!birth.empty()) {
        end.socket.created_at = birth.mapped().at;
        end.socket.set_known(Known::created_at);
        if (end.process == nullptr) end.process = birth.mapped().process;
      }
      ends_.insert_or_assign(key, std::move(end));
    } else if (makes_a_socket(event.action)) {
      add_birth(key, Birth{event.time, process});
    } else if (process != nullptr) {
      const auto birth = births_.find(key);
      if (birth != births_.end()) birth->second.process = process;
    }
  }
}

void SocketHistory::add_birth(const SocketKey& key, Birth birth) {
  const auto known = births_.find(key);
  if (known != births_.end()) known->second = std::move(birth);
  else if (births_.size() < most_births_) births_.emplace(key, std::move(birth));
  else ++births_not_remembered_;
}

// The close of a socket ends its birth record, but the event may be lost, counted or not. So a
// record that is older than the reading of the tables, and whose socket is in none of them, is
// dropped: the socket has been closed, or has no row in which to show a creation time.
void SocketHistory::forget_births(const Sample& sample, Timestamp began) {
  std::unordered_set<SocketKey, SocketKeyHash> listed;
  listed.reserve(sample.sockets.size());
  for (const Socket& s : sample.sockets) {
    listed.insert(key_of(s));
    if (s.mptcp_token() != 0) listed.insert(unconnected_key_of(s));
  }
  std::erase_if(births_, [&](const auto& birth) {
    return birth.second.at < began && !listed.contains(birth.first);
  });
}

void SocketHistory::rename_birth(const SocketKey& from, const SocketKey& to) {
  if (from == to) return;
  auto birth = births_.extract(from);
  if (birth.empty()) return;
  birth.key() = to;
  births_.insert(std::move(birth));
}

void SocketHistory::give_births(Sample& sample) const {
  if (births_.empty()) return;
  ProcessPlaces places(sample.tables);
  for (Socket& s : sample.sockets) {
    auto birth = births_.find(key_of(s));
    if (birth == births_.end() && s.mptcp_token() != 0)
      birth = births_.find(unconnected_key_of(s));  // its connect is still in progress
    if (birth == births_.end()) continue;
    s.created_at = birth->second.at;
    s.set_known(Known::created_at);
    if (s.process == kNoIndex && s.last_process() == kNoIndex)
      s.set_last_process(places.of(birth->second.process));
  }
}

// Reports each closed socket exactly once, although the tables were read while sockets closed:
// - Listed without an owner: the row is what remains of the socket (TIME_WAIT). It gets the last
//   owner and the final counters. Once it disappears from the tables, the end of that row is
//   visible, so no `closed` row is added (was_listed).
// - Listed with an owner: the socket was closed after it was read. The end is kept for the next
//   reading.
// - Not listed, closed after `began`: the previous sample may have the socket, so its end is in
//   `closed_meanwhile`. It is kept, too: the next reading has it in its tables or in `closed`.
// - Not listed, closed before `began`: the end is in `closed`, and is dropped here.
void SocketHistory::give_ends(Sample& sample, const ProtocolSet& protocols, Timestamp began) {
  ProcessPlaces places(sample.tables);
  const std::size_t sorted_peers = sample.tables.peers.size();
  std::unordered_set<SocketKey, SocketKeyHash> still_listed;
  for (Socket& s : sample.sockets) {
    const auto found = ends_.find(key_of(s));
    if (found == ends_.end()) continue;
    still_listed.insert(found->first);
    End& end = found->second;
    if (end.socket.known(Known::created_at)) {
      s.created_at = end.socket.created_at;
      s.set_known(Known::created_at);
    }
    // It has an owner, so it was closed after it was read: the next reading reports it.
    if (s.process != kNoIndex) continue;
    end.was_listed = true;
    s.set_last_process(places.of(end.process));
    take_final_counters(s, end.socket);
  }
  const auto take = [&](const End& end, std::vector<Socket>& closed) {
    if (end.was_listed || !is_shown(end.socket, protocols)) return;
    Socket& s = closed.emplace_back(end.socket);
    s.process = places.of(end.process);
    s.text = sample.tables.add_text(end.text);
    s.forget_holders();
    if (end.peers) sample.tables.peers.push_back(*end.peers);
  };
  for (auto it = ends_.begin(); it != ends_.end();) {
    const bool is_listed = still_listed.contains(it->first);
    const bool may_be_listed = it->second.at >= began;
    if (!is_listed) take(it->second, may_be_listed ? sample.closed_meanwhile : sample.closed);
    it = is_listed || may_be_listed ? std::next(it) : ends_.erase(it);
  }
  sort_peers(sample.tables.peers, sorted_peers);
}

}  // namespace portexplorer
