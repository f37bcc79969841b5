// Small value types that all of Port Explorer shares. No operating system header, no I/O.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/strong.h"

namespace portexplorer {

using Pid = Strong<struct PidTag, std::int32_t>;  // thread group id in the reader's PID namespace
using Uid = Strong<struct UidTag, std::uint32_t>;
using Inode = Strong<struct InodeTag, std::uint64_t>;  // of sockfs; 0: the socket has no file
using Cookie =
    Strong<struct CookieTag, std::uint64_t>;  // the kernel's permanent id of a socket; 0: unknown
using NetnsId =
    Strong<struct NetnsTag, std::uint32_t>;  // nsfs inode of a network namespace; 0: unknown

// Nanoseconds since 1970-01-01 UTC.
using Timestamp = Strong<struct TimestampTag, std::int64_t>;
constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

enum class Protocol : std::uint8_t {
  unknown,
  tcp,
  udp,
  udplite,
  icmp,
  raw,
  sctp,
  mptcp,
  dccp,
  unix_domain,
  netlink,
  packet,
  vsock,
  xdp,
  tipc,
  alg,
  bluetooth,
  can,
  other,
};
constexpr int kProtocolCount = static_cast<int>(Protocol::other) + 1;

enum class Family : std::uint8_t {
  unknown,
  ipv4,
  ipv6,
  unix_domain,
  netlink,
  packet,
  vsock,
  other
};

// The states of netstat. unconnected: a datagram or raw socket without a peer. closed: neither
// bound nor connected.
enum class State : std::uint8_t {
  unknown,
  established,
  syn_sent,
  syn_recv,
  fin_wait1,
  fin_wait2,
  time_wait,
  closed,
  close_wait,
  last_ack,
  listen,
  closing,
  unconnected,
};

[[nodiscard]] std::string_view to_string(Protocol);  // "tcp", "unix", …
[[nodiscard]] std::string_view to_string(Family);    // "ipv4", …
[[nodiscard]] std::string_view to_string(State);     // "LISTEN", …; "" for unknown
[[nodiscard]] std::optional<Protocol> protocol_from_string(std::string_view);  // ignores case
[[nodiscard]] std::optional<Family> family_from_string(std::string_view);
[[nodiscard]] std::optional<State> state_from_string(
    std::string_view);  // also accepts the names of ss: ESTAB, SYN-SENT, UNCONN, CLOSED, …
[[nodiscard]] bool is_internet(Protocol);  // tcp, udp, udplite, icmp, raw, sctp, mptcp, dccp
[[nodiscard]] bool has_ports(Protocol);    // tcp, udp, udplite, sctp, mptcp, dccp

class ProtocolSet {
 public:
  constexpr ProtocolSet() = default;
  constexpr ProtocolSet(std::initializer_list<Protocol> list) {
    for (const Protocol p : list) add(p);
  }
  [[nodiscard]] static constexpr ProtocolSet all() {
    ProtocolSet set;
    set.bits_ = (1u << kProtocolCount) - 1;
    return set;
  }
  [[nodiscard]] static ProtocolSet internet();
  constexpr void add(Protocol p) { bits_ |= bit(p); }
  constexpr void remove(Protocol p) { bits_ &= ~bit(p); }
  [[nodiscard]] constexpr bool contains(Protocol p) const { return (bits_ & bit(p)) != 0; }
  [[nodiscard]] constexpr bool includes(const ProtocolSet& others) const {
    return (others.bits_ & ~bits_) == 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(const ProtocolSet&, const ProtocolSet&) = default;

 private:
  static constexpr std::uint32_t bit(Protocol p) { return 1u << static_cast<unsigned>(p); }
  std::uint32_t bits_ = 0;
};

// An IPv4 address (in the first four bytes) or an IPv6 address, in network byte order. The family
// is stored separately.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

[[nodiscard]] bool is_unspecified(const IpAddress&);         // 0.0.0.0 or ::
[[nodiscard]] bool is_loopback(Family, const IpAddress&);    // 127/8 or ::1
[[nodiscard]] bool is_link_local(Family, const IpAddress&);  // 169.254/16 or fe80::/10
[[nodiscard]] bool is_v4_mapped(const IpAddress&);           // ::ffff:a.b.c.d
void append_ip(std::string& out, Family, const IpAddress&);  // RFC 5952 for IPv6
struct ParsedAddress {
  Family family = Family::unknown;
  IpAddress address;
};
[[nodiscard]] std::optional<ParsedAddress> parse_ip(std::string_view);  // no zone, no brackets

}  // namespace portexplorer
