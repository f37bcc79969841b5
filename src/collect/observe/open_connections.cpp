#include "collect/observe/open_connections.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace portexplorer {
namespace {

bool begins_connection(const SocketEvent& e) {
  return e.action == Action::accept ||
         (e.action == Action::connect && e.error_known && e.error == 0);
}

}  // namespace

void OpenConnections::note(const EventBatch& batch) {
  std::vector<std::shared_ptr<const Process>> processes(batch.processes.size());
  for (const SocketEvent& e : batch.events) {
    const std::uint64_t cookie = e.socket.cookie.value();
    if (e.socket.protocol != Protocol::tcp || cookie == 0) continue;
    if (e.action == Action::close) {
      open_.erase(cookie);
    } else if (begins_connection(e) && open_.size() >= most_) {
      ++not_remembered_;
    } else if (begins_connection(e)) {
      std::shared_ptr<const Process> process;
      if (e.process < processes.size()) {
        auto& shared = processes[e.process];
        if (shared == nullptr) shared = std::make_shared<const Process>(batch.processes[e.process]);
        process = shared;
      }
      open_.insert_or_assign(cookie, Connection{e.time, e.socket, std::move(process)});
    }
  }
}

std::vector<std::uint64_t> OpenConnections::begun_before(Timestamp time) const {
  std::vector<std::uint64_t> cookies;
  for (const auto& [cookie, connection] : open_) {
    if (connection.begun < time) cookies.push_back(cookie);
  }
  return cookies;
}

std::vector<std::uint64_t> OpenConnections::gone(const std::vector<std::uint64_t>& candidates,
                                                 const Sample& tables, bool is_final) const {
  std::unordered_set<std::uint64_t> listed;
  for (const Socket& s : tables.sockets) {
    // What remains of a connection after its socket was closed. If a process had still held the
    // socket when the tables were read, the row would name it (ReaderMerge).
    const bool is_remainder =
        s.state == State::time_wait && s.process == kNoIndex && s.last_process() == kNoIndex;
    if (!is_remainder) listed.insert(s.cookie.value());
  }
  const auto is_read = [&](NetnsId netns) {
    return std::ranges::any_of(tables.namespaces, [&](const Netns& n) { return n.id == netns; });
  };
  std::vector<std::uint64_t> gone;
  for (const std::uint64_t cookie : candidates) {
    const auto found = open_.find(cookie);
    if (found == open_.end() || listed.contains(cookie)) continue;
    if (is_final || is_read(found->second.socket.netns)) gone.push_back(cookie);
  }
  return gone;
}

std::size_t OpenConnections::count_of(const std::vector<std::uint64_t>& cookies) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      cookies, [this](std::uint64_t cookie) { return open_.contains(cookie); }));
}

void OpenConnections::append_missed(const std::vector<std::uint64_t>& gone, Timestamp now,
                                    EventBatch& batch) {
  std::unordered_map<const Process*, std::uint32_t> places;
  for (const std::uint64_t cookie : gone) {
    const auto found = open_.find(cookie);
    if (found == open_.end()) continue;
    SocketEvent& e = batch.events.emplace_back();
    e.time = now;
    e.action = Action::close;
    e.missed = true;
    e.error_known = false;
    e.socket = found->second.socket;
    e.socket.state = State::closed;
    e.socket.text = {};
    if (const Process* process = found->second.process.get(); process != nullptr) {
      const auto [place, is_new] =
          places.try_emplace(process, static_cast<std::uint32_t>(batch.processes.size()));
      if (is_new) batch.processes.push_back(*process);
      e.process = place->second;
    }
    e.socket.process = e.process;
    ++batch.lost;
    open_.erase(found);
  }
}

std::string why_incomplete(const Sample& tables) {
  if (tables.losses.truncated_dumps > 0) return "a socket table was cut short";
  const auto hides = [](const CoverageGap& gap) {
    return gap.id.starts_with("dump.") || gap.id.starts_with("netns.") ||
           gap.id.starts_with("ebpf.netns.") || gap.id.starts_with("failed.") ||
           gap.id == "proc.pid_namespace";
  };
  const auto gap = std::ranges::find_if(tables.coverage.gaps, hides);
  if (gap != tables.coverage.gaps.end()) return format_message(gap->what);
  return tables.fds_complete ? "" : "not all file descriptors could be read";
}

}  // namespace portexplorer
