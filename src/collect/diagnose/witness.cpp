#include "collect/diagnose/witness.h"

#include <algorithm>

namespace portexplorer {
namespace {

std::optional<Actor> actor_of(std::uint32_t index, const std::vector<Process>& processes) {
  if (index >= processes.size()) return std::nullopt;
  return Actor{processes[index].pid, processes[index].name};
}

void take_values(const Socket& s, SeenSocket& seen) {
  if (s.known(Known::created_at)) seen.made_at = s.created_at;
  if (s.known(Known::bytes)) {
    seen.sent_bytes = s.sent_bytes;
    seen.received_bytes = s.received_bytes;
  }
  if (s.known(Known::packets)) {
    seen.sent_packets = s.sent_packets;
    seen.received_packets = s.received_packets;
  }
}

bool is_same(const Socket& s, const DoneSocket& done) {
  if (s.protocol != done.protocol) return false;
  const bool has_cookie = s.cookie != Cookie{};
  if (has_cookie && done.cookie != Cookie{})
    return s.cookie == done.cookie && s.netns == done.netns;
  if (!has_cookie && done.inode != Inode{}) return s.inode == done.inode;
  return done.local_port != 0 && s.local_port == done.local_port &&
         s.remote_port == done.remote_port && s.netns == done.netns;
}

}  // namespace

std::optional<SeenSocket> find_in_list(const Sample& sample, const DoneSocket& done) {
  const auto row =
      std::ranges::find_if(sample.sockets, [&](const Socket& s) { return is_same(s, done); });
  if (row == sample.sockets.end()) return std::nullopt;
  SeenSocket seen;
  seen.owner = actor_of(row->process, sample.tables.processes);
  seen.last_owner = actor_of(row->last_process(), sample.tables.processes);
  take_values(*row, seen);
  return seen;
}

void LogObserver::take(const EventBatch& batch) {
  lost_ += batch.lost;
  for (const SocketEvent& event : batch.events)
    add(lives_[{event.socket.netns, event.socket.cookie}], event, batch);
}

void LogObserver::add(Life& tracer, const SocketEvent& event, const EventBatch& batch) {
  const auto actor = actor_of(event.process, batch.processes);
  SeenSocket& seen = tracer.seen;
  if (event.action == Action::open || event.action == Action::accept) {
    seen.maker = actor;
    if (event.action == Action::open) seen.made_at = event.time;
  }
  if (actor || event.action == Action::close) seen.owner = actor;
  if (event.error != 0) seen.error = event.error;
  if ((event.action == Action::send || event.action == Action::receive) && event.error == 0) {
    Moved& moved = event.action == Action::send ? tracer.sent : tracer.received;
    moved.bytes += event.bytes;
    ++moved.calls;
  }
  if (event.action != Action::close) return;
  take_values(event.socket, seen);
  tracer.ended = true;
}

std::optional<SeenSocket> LogObserver::find(const DoneSocket& done) const {
  const auto tracer = lives_.find({done.netns, done.cookie});
  if (tracer == lives_.end()) return std::nullopt;
  SeenSocket seen = tracer->second.seen;
  if (tracer->second.ended) return seen;
  // Without a close, only the bytes of traced calls are known: nothing if no call was traced.
  const auto& [sent, received] = std::pair(tracer->second.sent, tracer->second.received);
  if (sent.calls == 0 && received.calls == 0) return seen;
  seen.sent_bytes = sent.bytes;
  seen.received_bytes = received.bytes;
  return seen;
}

bool LogObserver::has_ended(const DoneSocket& done) const {
  const auto tracer = lives_.find({done.netns, done.cookie});
  return tracer != lives_.end() && tracer->second.ended;
}

}  // namespace portexplorer
