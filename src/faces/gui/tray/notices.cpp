#include "faces/gui/tray/notices.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/escape.h"
#include "model/fields.h"
#include "model/socket.h"

namespace portexplorer::gui {
namespace {

constexpr std::size_t kMostRemembered = 20'000;
constexpr std::size_t kLongestName = 80;  // in bytes

std::string name_of(const Process& process) {
  std::string name = escaped(std::string_view(process.name).substr(0, kLongestName));
  return name + " (" + std::to_string(process.pid.value()) + ")";
}

std::string program_of(const Process& process) {
  return process.path.empty() ? process.name : process.path;
}

std::string endpoint(const RowView& view, bool remote) {
  std::string raw;
  append_address(raw, view, remote);
  std::string text = escaped(raw);
  if (text.find(':') != std::string::npos) text = "[" + text + "]";
  return text + ":" + std::to_string(remote ? view.socket().remote_port : view.socket().local_port);
}

void add(std::optional<Notice>& told, NoticeKind kind, const Process& process, std::string what) {
  if (told) ++told->more;
  else told = Notice{kind, name_of(process), std::move(what), 0};
}

}  // namespace

bool Notices::is_new(std::unordered_set<std::string>& seen, std::string key) {
  if (seen.size() >= kMostRemembered) seen.clear();
  return seen.insert(std::move(key)).second;
}

bool Notices::begins_to_connect(const RowView& view) {
  const Socket& s = view.socket();
  if (!is_internet(s.protocol)) return false;
  const bool idle = s.state == State::closed || s.state == State::unconnected;
  // An MPTCP socket gets its token, which is part of its identity, only when it connects.
  Socket unconnected = s;
  unconnected.set_mptcp_token(s.protocol == Protocol::mptcp ? 0 : s.rtt_us);
  const std::uint64_t identity = identity_hash(unconnected);
  if (idle && idle_now_.size() < kMostRemembered) idle_now_.insert(identity);
  return !idle && !idle_.empty() && idle_.contains(identity);
}

std::vector<Notice> Notices::read(const Snapshot& snapshot, const NoticeWishes& wishes) {
  if (!wishes.listeners && !wishes.first_connections && !wishes.hidden) {
    begun_ = false;  // what appears while notices are off is not reported later
    idle_.clear();
    return {};
  }
  const bool first = !std::exchange(begun_, true);
  idle_now_.clear();
  std::optional<Notice> listener;
  std::optional<Notice> connection;
  std::optional<Notice> hidden;
  for (const Row& row : snapshot.rows) {
    const RowView view(snapshot, row);
    const Process* process = view.process();
    const bool is_new_row =
        first || row.change == Change::fresh || row.change == Change::short_lived;
    const bool connects = begins_to_connect(view);
    if (process == nullptr || (!is_new_row && !connects)) continue;
    const Socket& s = view.socket();
    if (is_new_row && in_tab(view, Tab::listening)) {
      std::string key = program_of(*process) + '\n' + std::string(to_string(s.protocol)) +
                        std::to_string(s.local_port);
      if (is_new(listeners_, std::move(key)))
        add(listener, NoticeKind::listener, *process, endpoint(view, false));
    } else if (in_tab(view, Tab::remote) && row.direction != Direction::inbound &&
               is_new(connected_, program_of(*process))) {
      add(connection, NoticeKind::first_connection, *process, endpoint(view, true));
    }
    if (is_new_row && row.klass == Class::hidden && is_internet(s.protocol)) {
      if (hidden_.size() >= kMostRemembered) hidden_.clear();
      const std::uint64_t key =
          (process->start_ticks << 24) ^ static_cast<std::uint64_t>(process->pid.value());
      if (hidden_.insert(key).second)
        add(hidden, NoticeKind::hidden, *process, endpoint(view, false));
    }
  }
  idle_.swap(idle_now_);
  std::vector<Notice> notices;
  if (first) return notices;
  if (wishes.listeners && listener) notices.push_back(*std::move(listener));
  if (wishes.first_connections && connection) notices.push_back(*std::move(connection));
  if (wishes.hidden && hidden) notices.push_back(*std::move(hidden));
  return notices;
}

}  // namespace portexplorer::gui
