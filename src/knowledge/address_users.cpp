#include "knowledge/address_users.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "model/socket_facts.h"
#include "model/temporary.h"

namespace portexplorer {
namespace {

bool is_own_address(const Sample& sample, const ParsedAddress& address) {
  if (is_loopback(address.family, address.address)) return true;
  return std::ranges::any_of(sample.namespaces, [&](const Netns& ns) {
    return ns.own && std::ranges::any_of(ns.addresses, [&](const ParsedAddress& own) {
             return own.family == address.family && own.address == address.address;
           });
  });
}

// IPv6 sockets that serve IPv4 too wait at "::" for both.
bool waits_everywhere(const Socket& s, Family family) {
  if (!is_unspecified(s.local_address) || s.interface != 0) return false;  // which addresses are reached by one interface is not known
  return s.family == family || (family == Family::ipv4 && s.family == Family::ipv6 && !s.has(SocketFlag::v6only));
}

std::optional<AddressRole> role_of(const RowView& view, const ParsedAddress& address) {
  const Socket& s = view.socket();
  const Direction direction = view.row().direction;
  if (direction == Direction::listening) {
    return s.family == address.family && s.local_address == address.address ? std::optional(AddressRole::listens) : std::nullopt;
  }
  const ParsedAddress remote = remote_ip_of(s);
  if (remote.family != address.family || remote.address != address.address) return std::nullopt;
  if (s.process == kNoIndex && view.row().owner == Owner::none) return AddressRole::ended;
  return direction == Direction::outbound  ? AddressRole::outgoing
         : direction == Direction::inbound ? AddressRole::incoming
                                           : AddressRole::either;
}

}  // namespace

std::string_view to_string(AddressRole role) {
  constexpr std::array<std::string_view, 5> words = {"listens", "outgoing", "incoming", "either", "ended"};
  return words[static_cast<std::size_t>(role)];
}

AddressUse address_use(const Snapshot& snapshot, const ParsedAddress& address) {
  AddressUse use;
  use.is_own = is_own_address(*snapshot.sample, address);
  std::map<std::pair<AddressRole, std::uint32_t>, std::vector<std::uint32_t>> rows;
  for (std::uint32_t i = 0; i < snapshot.rows.size(); ++i) {
    const RowView view(snapshot, snapshot.rows[i]);
    if (view.row().is_closed || !is_internet(view.socket().protocol)) continue;
    const bool waits = view.row().direction == Direction::listening;
    if (use.is_own && waits && waits_everywhere(view.socket(), address.family)) ++use.listening_everywhere;
    if (is_unspecified(address.address)) continue;
    if (const auto role = role_of(view, address)) rows[{*role, view.socket().process}].push_back(i);
  }
  use.users.reserve(rows.size());
  for (auto& [key, indices] : rows) use.users.push_back({key.first, key.second, std::move(indices)});
  return use;
}

}  // namespace portexplorer
