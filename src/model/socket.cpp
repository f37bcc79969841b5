#include "model/socket.h"

#include <algorithm>
#include <cstring>

namespace portexplorer {
namespace {

std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 33;
  h *= 0xFF51AFD7ED558CCDull;
  h ^= h >> 33;
  return h;
}

std::uint64_t half(const IpAddress& a, std::size_t offset) {
  std::uint64_t value = 0;
  std::memcpy(&value, a.bytes.data() + offset, sizeof value);
  return value;
}

std::uint64_t endpoints_hash(const Socket& s) {
  std::uint64_t h = mix((std::uint64_t{s.local_port} << 32) | s.remote_port);
  h = mix(h ^ half(s.local_address, 0)) + half(s.local_address, 8);
  h = mix(h ^ half(s.remote_address, 0)) + half(s.remote_address, 8);
  return mix(h ^ static_cast<std::uint64_t>(s.protocol));
}

bool same_endpoints(const Socket& a, const Socket& b) {
  return a.protocol == b.protocol && a.family == b.family && a.local_port == b.local_port &&
         a.remote_port == b.remote_port && a.local_address == b.local_address &&
         a.remote_address == b.remote_address;
}

bool has_cookie(const Socket& s) { return s.cookie.value() != 0; }
bool has_inode(const Socket& s) { return s.inode.value() != 0; }

bool shares_cookies(const Socket& s) { return s.protocol == Protocol::mptcp; }

constexpr std::uint64_t kTokenBit = std::uint64_t{1} << 63;  // never set in an inode

void map_to_v4(IpAddress& a) {
  IpAddress v4;
  if (is_v4_mapped(a)) std::copy(a.bytes.begin() + 12, a.bytes.end(), v4.bytes.begin());
  a = v4;
}

}  // namespace

void normalize_mapped_address(Socket& s) {
  if (s.family != Family::ipv6) return;
  const bool local_mapped = is_v4_mapped(s.local_address);
  const bool remote_mapped = is_v4_mapped(s.remote_address);
  if (!local_mapped && !remote_mapped) return;
  const bool local_fits = local_mapped || is_unspecified(s.local_address);
  // A datagram over IPv4 does not turn an unconnected IPv6 socket into an IPv4 one: only connect()
  // and bind() do, and they set the local address.
  const bool is_unconnected =
      !local_mapped && (s.protocol == Protocol::udp || s.protocol == Protocol::udplite);
  const bool remote_fits = remote_mapped || is_unspecified(s.remote_address);
  if (!local_fits || !remote_fits || is_unconnected) return;
  map_to_v4(s.local_address);
  map_to_v4(s.remote_address);
  s.family = Family::ipv4;
  s.set(SocketFlag::dual_stack);
}

bool leaves_ipv4_open(const Socket& s) {
  const bool waits = s.state == State::listen || s.state == State::unconnected;
  return waits && s.family == Family::ipv6 && s.known(Known::endpoints) &&
         !s.has(SocketFlag::dual_stack) && !s.has(SocketFlag::v6only) &&
         is_unspecified(s.local_address);
}

SocketKey unconnected_key_of(const Socket& s) {
  return {s.cookie.value(), shares_cookies(s) ? s.inode.value() : 0};
}

SocketKey key_of(const Socket& s) {
  if (const std::uint32_t token = s.mptcp_token(); token != 0)
    return {s.cookie.value(), kTokenBit | token};
  return unconnected_key_of(s);
}

std::size_t SocketKeyHash::operator()(const SocketKey& key) const {
  return mix(key.cookie ^ mix(key.part));
}

std::uint64_t identity_hash(const Socket& s) {
  const std::uint64_t ns = s.netns.value();
  if (has_cookie(s))
    return mix(s.cookie.value() ^ (ns << 40) ^ (shares_cookies(s) ? mix(key_of(s).part) : 0));
  if (has_inode(s)) return mix(~s.inode.value() ^ (ns << 40));
  return mix(endpoints_hash(s) ^ ns);
}

bool same_identity(const Socket& a, const Socket& b) {
  if (a.netns != b.netns) return false;
  if (has_cookie(a) || has_cookie(b)) {
    return a.cookie == b.cookie &&
           (!(shares_cookies(a) || shares_cookies(b)) || key_of(a) == key_of(b));
  }
  if (has_inode(a) || has_inode(b)) return a.inode == b.inode && a.protocol == b.protocol;
  return same_endpoints(a, b);
}

}  // namespace portexplorer
