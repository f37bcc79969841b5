#include "knowledge/port_users.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace portexplorer {
namespace {

bool same_ports(Protocol socket, Protocol asked) {
  if (socket == Protocol::mptcp) return asked == Protocol::tcp;
  if (socket == Protocol::udplite) return asked == Protocol::udp;
  return socket == asked;
}

// States in which no process can hold the socket any more.
bool has_ended(const Socket& s) {
  const bool parting =
      s.state == State::time_wait || s.state == State::last_ack || s.state == State::closing || s.state == State::fin_wait2;
  return parting && s.process == kNoIndex;
}

std::optional<PortRole> local_role(const RowView& view) {
  if (view.row().direction == Direction::listening) return PortRole::listens;
  const bool temporary = has_temporary_port(view, false);
  if (has_ended(view.socket())) return temporary ? std::nullopt : std::optional(PortRole::ended);
  if (temporary) return PortRole::temporary;
  return view.row().direction == Direction::inbound ? PortRole::incoming : PortRole::own;
}

std::optional<PortRole> remote_role(const RowView& view) {
  if (has_temporary_port(view, true)) return std::nullopt;
  return has_ended(view.socket()) ? PortRole::ended : PortRole::outgoing;
}

}  // namespace

std::string_view to_string(PortRole role) {
  constexpr std::array<std::string_view, 6> words = {"listens", "incoming", "own", "outgoing", "temporary", "ended"};
  return words[static_cast<std::size_t>(role)];
}

std::vector<PortUser> port_users(const Snapshot& snapshot, Protocol protocol, std::uint32_t port, PortSides sides) {
  std::map<std::pair<PortRole, std::uint32_t>, std::vector<std::uint32_t>> rows;
  for (std::uint32_t i = 0; i < snapshot.rows.size(); ++i) {
    const RowView view(snapshot, snapshot.rows[i]);
    const Socket& s = view.socket();
    if (view.row().is_closed || !same_ports(s.protocol, protocol)) continue;
    const bool local = sides.local && s.local_port == port;
    const bool remote = sides.remote && s.remote_port == port;
    const auto role = local ? local_role(view) : remote ? remote_role(view) : std::nullopt;
    if (role) rows[{*role, s.process}].push_back(i);
  }
  std::vector<PortUser> users;
  users.reserve(rows.size());
  for (auto& [key, indices] : rows) users.push_back({key.first, key.second, std::move(indices)});
  return users;
}

UsedHere used_here(const std::vector<PortUser>& users) {
  const auto has = [&](auto wanted) { return std::ranges::any_of(users, wanted, &PortUser::role); };
  if (has([](PortRole r) { return r < PortRole::temporary; })) return UsedHere::as_service;
  return has([](PortRole r) { return r == PortRole::temporary; }) ? UsedHere::as_temporary : UsedHere::not_at_all;
}

}  // namespace portexplorer
