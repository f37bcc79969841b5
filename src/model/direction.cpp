#include "model/direction.h"

#include <algorithm>
#include <cstring>

namespace portexplorer {
namespace {

// An unconnected UDP socket on an ephemeral port may be a client that has only sent: neither
// netlink nor /proc shows whether the program requested the port. Ports of the kernel's own sockets
// (tunnels) are always requested.
bool is_listener(const Socket& s, const Host& host) {
  if (s.state == State::listen) return true;
  if (s.state != State::unconnected || s.local_port == 0 || !has_ports(s.protocol)) return false;
  return s.has(SocketFlag::of_kernel) || s.local_port < host.ephemeral_first ||
         s.local_port > host.ephemeral_last;
}

bool is_tcp(Protocol p) { return p == Protocol::tcp || p == Protocol::mptcp; }

bool opens_connections(Protocol p) {
  return is_tcp(p) || p == Protocol::sctp || p == Protocol::dccp;
}

// MPTCP matches TCP: one end alone may have fallen back to TCP.
bool speak_the_same(Protocol a, Protocol b) { return a == b || (is_tcp(a) && is_tcp(b)); }

bool is_connected_to_itself(const Socket& s) {
  return s.local_port == s.remote_port && s.local_address == s.remote_address;
}

std::uint64_t address_half(const IpAddress& a, std::size_t offset) {
  std::uint64_t value = 0;
  std::memcpy(&value, a.bytes.data() + offset, sizeof value);
  return value;
}

std::uint64_t hash_of(const IpAddress& local, std::uint32_t local_port, const IpAddress& remote,
                      std::uint32_t remote_port) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ull;
  std::uint64_t h = ((std::uint64_t{local_port} << 32) | remote_port) * kOdd;
  h = (h ^ address_half(local, 0) ^ (h >> 29)) * kOdd + address_half(local, 8);
  h = (h ^ address_half(remote, 0) ^ (h >> 29)) * kOdd + address_half(remote, 8);
  return (h ^ (h >> 32)) * kOdd >> 20;
}

// Returns true if the other end can only be in the same network namespace. Other address pairs may
// connect two namespaces of this machine, for example over a veth pair.
bool stays_in_its_namespace(const Socket& s) {
  return s.remote_address == s.local_address || is_loopback(s.family, s.remote_address);
}

bool are_two_ends(const Socket& a, const Socket& b) {
  return a.local_port == b.remote_port && a.remote_port == b.local_port &&
         a.local_address == b.remote_address && a.remote_address == b.local_address &&
         speak_the_same(a.protocol, b.protocol) &&
         (a.netns == b.netns || !stays_in_its_namespace(a));
}

}  // namespace

bool Directions::is_reported(const Socket& s) {
  return s.has(SocketFlag::active_open) || s.has(SocketFlag::passive_open) ||
         s.state == State::syn_sent;
}

Direction Directions::of(const Socket& s) {
  if (!is_internet(s.protocol))
    return s.state == State::listen ? Direction::listening : Direction::unknown;
  if (is_listener(s, sample_.host)) return Direction::listening;
  if (!opens_connections(s.protocol) || s.remote_port == 0) return Direction::unknown;
  if (s.local_port == 0)
    return s.has(SocketFlag::active_open) ? Direction::outbound : Direction::unknown;
  if (is_connected_to_itself(s)) return Direction::unknown;
  if (s.has(SocketFlag::active_open) || s.state == State::syn_sent) return Direction::outbound;
  // A half-open connection at a listener has no file. A socket with a file can also reach this
  // state by a simultaneous open.
  if (s.has(SocketFlag::passive_open) || (s.state == State::syn_recv && s.inode == Inode{}))
    return Direction::inbound;
  return whole_machine_ ? by_other_end(s) : Direction::unknown;
}

Direction Directions::by_other_end(const Socket& s) {
  const Socket* other = is_on_this_machine(s) ? other_end(s) : nullptr;
  if (other == nullptr) return Direction::unknown;
  return other->has(SocketFlag::passive_open) ? Direction::outbound : Direction::inbound;
}

bool Directions::is_on_this_machine(const Socket& s) const {
  if (stays_in_its_namespace(s)) return true;
  return std::ranges::any_of(sample_.namespaces, [&](const Netns& ns) {
    return std::ranges::any_of(ns.addresses, [&](const ParsedAddress& a) {
      return a.family == s.family && a.address == s.remote_address;
    });
  });
}

const Socket* Directions::other_end(const Socket& s) {
  const auto& sockets = sample_.sockets;
  if (!by_endpoints_) {
    by_endpoints_.emplace(sockets.size());
    for (std::uint32_t i = 0; i < sockets.size(); ++i) {
      const Socket& o = sockets[i];
      if (!o.has(SocketFlag::active_open) && !o.has(SocketFlag::passive_open)) continue;
      by_endpoints_->insert(hash_of(o.local_address, o.local_port, o.remote_address, o.remote_port),
                            i, [](std::uint32_t) { return false; });
    }
  }
  const std::uint32_t found =
      by_endpoints_->find(hash_of(s.remote_address, s.remote_port, s.local_address, s.local_port),
                          [&](std::uint32_t i) { return are_two_ends(sockets[i], s); });
  return found == kNoIndex ? nullptr : &sockets[found];
}

}  // namespace portexplorer
