// What follows from the values of one socket.
#pragma once

#include <algorithm>

#include "model/socket.h"

namespace portexplorer {

// Whether the kernel made the socket for itself. Port 0 of netlink is always the kernel's (netlink(7)).
[[nodiscard]] inline bool is_of_kernel(const Socket& s) {
  return s.has(SocketFlag::of_kernel) || (s.protocol == Protocol::netlink && s.local_port == 0);
}

// Whether somebody has the socket open and it is not known who. After combine().
[[nodiscard]] inline bool has_unknown_holder(const Socket& s) { return s.process == kNoIndex && s.inode != Inode{} && !is_of_kernel(s); }

// Returns the remote address with its own family: the last peer of an unconnected IPv6 socket may have sent over IPv4.
[[nodiscard]] inline ParsedAddress remote_ip_of(const Socket& s) {
  if (s.family != Family::ipv6 || !is_v4_mapped(s.remote_address)) return {s.family, s.remote_address};
  ParsedAddress v4{Family::ipv4, {}};
  std::copy_n(s.remote_address.bytes.begin() + 12, 4, v4.address.bytes.begin());
  return v4;
}

}  // namespace portexplorer
