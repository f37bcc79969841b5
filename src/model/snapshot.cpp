#include "model/snapshot.h"

#include <algorithm>
#include <array>

#include "model/socket_facts.h"

namespace portexplorer {
namespace {

bool is_own_address(const RowView& view, const ParsedAddress& address) {
  const Socket& s = view.socket();
  const auto& namespaces = view.snapshot().sample->namespaces;
  const auto ns = std::ranges::find(namespaces, s.netns, &Netns::id);
  return ns != namespaces.end() &&
         std::ranges::any_of(ns->addresses, [&](const ParsedAddress& own) {
           return own.family == address.family && own.address == address.address;
         });
}

bool has_remote_peer(const RowView& view) {
  const Socket& s = view.socket();
  if (s.family != Family::ipv4 && s.family != Family::ipv6) return false;
  const ParsedAddress remote = remote_ip_of(s);
  if (is_unspecified(remote.address) || is_loopback(remote.family, remote.address)) return false;
  return s.remote_address != s.local_address && !is_own_address(view, remote);
}

bool is_listening(const Socket& s) {
  if (s.protocol == Protocol::udp || s.protocol == Protocol::udplite)
    return s.state == State::unconnected && s.local_port != 0;
  return s.state == State::listen;
}

}  // namespace

std::string_view to_string(Change c) {
  constexpr std::array<std::string_view, 4> names = {"", "new", "closing", "short_lived"};
  return names[static_cast<std::size_t>(c)];
}

std::string_view to_string(Owner o) {
  constexpr std::array<std::string_view, 7> names = {"known", "none",    "kernel", "not_permitted",
                                                     "gone",  "unknown", "foreign"};
  return names[static_cast<std::size_t>(o)];
}

std::string_view to_string(Direction d) {
  constexpr std::array<std::string_view, 4> names = {"", "inbound", "outbound", "listening"};
  return names[static_cast<std::size_t>(d)];
}

std::string_view to_string(TrafficCoverage t) {
  constexpr std::array<std::string_view, 3> names = {"unknown", "since_observed", "lifetime"};
  return names[static_cast<std::size_t>(t)];
}

std::string_view foreign_container(const RowView& view) {
  if (view.row().owner != Owner::foreign) return {};
  const auto& containers = view.tables().foreign_containers;
  const auto it = std::ranges::lower_bound(containers, view.socket().inode, {},
                                           &std::pair<Inode, std::string>::first);
  return it != containers.end() && it->first == view.socket().inode ? std::string_view(it->second)
                                                                    : std::string_view{};
}

Tally tally(const Snapshot& snapshot) {
  Tally t;
  for (const Row& row : snapshot.rows) {
    add_to_tally(t, row);
  }
  return t;
}

void add_to_tally(Tally& t, const Row& row) {
  ++t.all;
  if (row.owner != Owner::known) {
    ++t.netstat;
    if (row.owner == Owner::foreign) ++t.foreign;
    return;
  }
  switch (row.klass) {
    case Class::normal: ++t.normal; break;
    case Class::system: ++t.system; break;
    case Class::hidden: ++t.hidden; break;
    case Class::unknown: ++t.unknown; break;
  }
}

bool in_tab(const RowView& view, Tab tab) {
  const Socket& s = view.socket();
  if (tab == Tab::all) return true;
  if (tab == Tab::other) return !in_tab(view, Tab::tcp) && !in_tab(view, Tab::udp);
  if (!is_internet(s.protocol)) return false;
  switch (tab) {
    case Tab::tcp: return s.protocol == Protocol::tcp || s.protocol == Protocol::mptcp;
    case Tab::udp: return s.protocol == Protocol::udp || s.protocol == Protocol::udplite;
    case Tab::remote: return has_remote_peer(view);
    case Tab::listening: return is_listening(s);
    case Tab::established: return s.state == State::established;
    default: return false;
  }
}

}  // namespace portexplorer
