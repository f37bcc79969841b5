// Conclusions from the values of one socket.
#pragma once

#include <algorithm>

#include "model/socket.h"

namespace portexplorer {

// Returns whether the kernel created the socket for itself. Netlink port 0 is always the kernel's
// (netlink(7)).
[[nodiscard]] inline bool is_of_kernel(const Socket& s) {
  return s.has(SocketFlag::of_kernel) || (s.protocol == Protocol::netlink && s.local_port == 0);
}

// Returns whether the addresses and ports are unknown: the socket is known only by its fd, and no
// table of the kernel lists it. Its address fields are then 0, which is not a value. Unix sockets
// have a name instead of a port, and their tables list all of them.
[[nodiscard]] inline bool has_unknown_endpoints(const Socket& s) {
  const bool has_endpoints = s.family == Family::ipv4 || s.family == Family::ipv6 ||
                             s.family == Family::vsock || s.family == Family::netlink;
  return has_endpoints && !s.known(Known::endpoints);
}

// Returns whether a process has the socket open but it is unknown which. Valid after combine().
[[nodiscard]] inline bool has_unknown_holder(const Socket& s) {
  return s.process == kNoIndex && s.inode != Inode{} && !is_of_kernel(s);
}

// Returns the remote address with its own family: the last peer of an unconnected IPv6 socket may
// have sent over IPv4.
[[nodiscard]] inline ParsedAddress remote_ip_of(const Socket& s) {
  if (s.family != Family::ipv6 || !is_v4_mapped(s.remote_address))
    return {s.family, s.remote_address};
  ParsedAddress v4{Family::ipv4, {}};
  std::copy_n(s.remote_address.bytes.begin() + 12, 4, v4.address.bytes.begin());
  return v4;
}

}  // namespace portexplorer
