#include "knowledge/address_users.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "knowledge/connection_phase.h"
#include "model/ephemeral_ports.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

bool has_address(const Netns& ns, const ParsedAddress& address) {
  return std::ranges::any_of(ns.addresses, [&](const ParsedAddress& own) {
    return own.family == address.family && own.address == address.address;
  });
}

// Returns the reader's network namespace if it has the address (loopback always), otherwise null.
const Netns* own_namespace_of(const Sample& sample, const ParsedAddress& address) {
  const auto own = std::ranges::find(sample.namespaces, true, &Netns::own);
  if (own == sample.namespaces.end()) return nullptr;
  return is_loopback(address.family, address.address) || has_address(*own, address) ? &*own
                                                                                    : nullptr;
}

// Each network namespace has its own loopback and addresses, on which only its sockets are
// reachable. IPv6 sockets that also serve IPv4 wait on "::" for both. Namespace 0 is unknown.
bool waits_everywhere(const Socket& s, Family family, const Netns* own) {
  if (own != nullptr && s.netns != NetnsId{} && s.netns != own->id) return false;
  if (!is_unspecified(s.local_address) || s.interface != 0)
    return false;  // the addresses reachable through one interface are unknown
  return s.family == family ||
         (family == Family::ipv4 && s.family == Family::ipv6 && !s.has(SocketFlag::v6only));
}

std::optional<AddressRole> role_without_program(Phase phase) {
  switch (phase) {
    case Phase::unaccepted: return AddressRole::unaccepted;
    case Phase::closing: return AddressRole::closing;
    case Phase::ended: return AddressRole::ended;
    default: return std::nullopt;
  }
}

std::optional<AddressRole> role_of(const RowView& view, const ParsedAddress& address, bool is_own) {
  const Socket& s = view.socket();
  const Direction direction = view.row().direction;
  if (direction == Direction::listening) {
    return s.family == address.family && s.local_address == address.address
               ? std::optional(AddressRole::listens)
               : std::nullopt;
  }
  const Phase phase = phase_of(view);
  const ParsedAddress remote = remote_ip_of(s);
  if (remote.family != address.family || remote.address != address.address) {
    const bool is_local = is_own && s.family == address.family &&
                          s.local_address == address.address && !is_unspecified(remote.address);
    if (!is_local) return std::nullopt;
    return phase == Phase::open || phase == Phase::connecting ? std::optional(AddressRole::local)
                                                              : role_without_program(phase);
  }
  if (const auto role = role_without_program(phase)) return role;
  if (phase == Phase::connecting) return AddressRole::connecting;
  return direction == Direction::outbound  ? AddressRole::outgoing
         : direction == Direction::inbound ? AddressRole::incoming
                                           : AddressRole::either;
}

// Rows described by one sentence. If the sentence depends on the state, so does the group.
struct AddressGroup {
  AddressRole role = AddressRole::listens;
  bool is_elsewhere = false;  // not in the reader's network namespace
  std::uint32_t process = kNoIndex;
  State state = State::unknown;
  NetnsId netns;

  friend auto operator<=>(const AddressGroup&, const AddressGroup&) = default;
};

}  // namespace

std::string_view to_string(AddressRole role) {
  constexpr std::array<std::string_view, 9> words = {"listens", "outgoing",   "incoming",
                                                     "either",  "connecting", "unaccepted",
                                                     "local",   "closing",    "ended"};
  return words[static_cast<std::size_t>(role)];
}

AddressUse address_use(const Snapshot& snapshot, const ParsedAddress& address) {
  AddressUse use;
  const Netns* const own = own_namespace_of(*snapshot.sample, address);
  use.is_own = own != nullptr || is_loopback(address.family, address.address);
  std::map<AddressGroup, std::vector<std::uint32_t>> rows;
  for (std::uint32_t i = 0; i < snapshot.rows.size(); ++i) {
    const RowView view(snapshot, snapshot.rows[i]);
    if (view.row().is_closed || !is_internet(view.socket().protocol)) continue;
    const bool waits = view.row().direction == Direction::listening;
    if (use.is_own && waits && waits_everywhere(view.socket(), address.family, own))
      ++use.listening_everywhere;
    if (is_unspecified(address.address)) continue;
    const auto role = role_of(view, address, use.is_own);
    if (!role) continue;
    const Socket& s = view.socket();
    const bool names_state = s.state == State::syn_sent || role_without_program(phase_of(view));
    const State state = names_state ? s.state : State::unknown;
    rows[{*role, other_netns(view).has_value(), s.process, state, s.netns}].push_back(i);
  }
  use.users.reserve(rows.size());
  for (auto& [key, indices] : rows)
    use.users.push_back({key.role, key.process, std::move(indices)});
  return use;
}

}  // namespace portexplorer
