#include "knowledge/port_users.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "knowledge/connection_phase.h"

namespace portexplorer {
namespace {

bool same_ports(Protocol socket, Protocol asked) {
  if (socket == Protocol::mptcp) return asked == Protocol::tcp;
  if (socket == Protocol::udplite) return asked == Protocol::udp;
  return socket == asked;
}

bool is_datagram(Protocol p) { return p == Protocol::udp || p == Protocol::udplite; }

std::optional<PortRole> local_role(const RowView& view, Phase phase) {
  if (view.row().direction == Direction::listening) return PortRole::listens;
  const bool ephemeral = has_ephemeral_port(view, false);
  switch (phase) {
    case Phase::ended: return ephemeral ? std::nullopt : std::optional(PortRole::ended);
    case Phase::closing: return PortRole::closing;
    case Phase::unaccepted: return PortRole::unaccepted;
    case Phase::bound:
      if (!is_datagram(view.socket().protocol)) return PortRole::reserved;
      break;
    default: break;
  }
  if (ephemeral) return PortRole::ephemeral;
  return view.row().direction == Direction::inbound ? PortRole::incoming : PortRole::own;
}

std::optional<PortRole> remote_role(const RowView& view, Phase phase) {
  if (has_ephemeral_port(view, true)) return std::nullopt;
  switch (phase) {
    case Phase::ended: return PortRole::ended;
    case Phase::closing: return PortRole::closing;
    case Phase::unaccepted: return PortRole::unaccepted;
    case Phase::connecting: return PortRole::connecting;
    default: return PortRole::outgoing;
  }
}

// Rows described by one sentence. If the sentence depends on the state, so does the group.
struct PortGroup {
  PortRole role = PortRole::listens;
  bool is_elsewhere = false;  // not in the reader's network namespace
  std::uint32_t process = kNoIndex;
  State state = State::unknown;
  Phase phase = Phase::open;
  NetnsId netns;

  friend auto operator<=>(const PortGroup&, const PortGroup&) = default;
};

bool names_state(PortRole role) {
  return role == PortRole::unaccepted || role == PortRole::outgoing || role == PortRole::closing ||
         role == PortRole::ended;
}

}  // namespace

std::string_view to_string(PortRole role) {
  constexpr std::array<std::string_view, 10> words = {
      "listens",    "incoming",  "own",      "unaccepted", "outgoing",
      "connecting", "ephemeral", "reserved", "closing",    "ended"};
  return words[static_cast<std::size_t>(role)];
}

std::vector<PortUser> port_users(const Snapshot& snapshot, Protocol protocol, std::uint32_t port,
                                 PortSides sides) {
  std::map<PortGroup, std::vector<std::uint32_t>> rows;
  for (std::uint32_t i = 0; i < snapshot.rows.size(); ++i) {
    const RowView view(snapshot, snapshot.rows[i]);
    const Socket& s = view.socket();
    if (view.row().is_closed || !same_ports(s.protocol, protocol)) continue;
    const bool local = sides.local && s.local_port == port;
    const bool remote = sides.remote && s.remote_port == port;
    if (!local && !remote) continue;
    const Phase phase = phase_of(view);
    const auto role = local ? local_role(view, phase) : remote_role(view, phase);
    if (!role) continue;
    const State state = names_state(*role) ? s.state : State::unknown;
    rows[{*role, other_netns(view).has_value(), s.process, state, phase, s.netns}].push_back(i);
  }
  std::vector<PortUser> users;
  users.reserve(rows.size());
  for (auto& [key, indices] : rows) users.push_back({key.role, key.process, std::move(indices)});
  return users;
}

UsedHere used_here(const std::vector<PortUser>& users) {
  const auto has = [&](auto wanted) { return std::ranges::any_of(users, wanted, &PortUser::role); };
  if (has([](PortRole r) { return r < PortRole::ephemeral; })) return UsedHere::as_service;
  return has([](PortRole r) { return r == PortRole::ephemeral; }) ? UsedHere::as_ephemeral
                                                                  : UsedHere::not_at_all;
}

}  // namespace portexplorer
