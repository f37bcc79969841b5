// Creates sockets for tests in one call.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "support/posix_check.h"

namespace portexplorer::fixture {

// IPv4 or IPv6 according to `address`; a zone may follow (fe80::1%eth0). Port 0: the kernel
// chooses.
UniqueFd bound_socket(int type, const std::string& address, std::uint16_t port = 0);
UniqueFd listener(const std::string& address, std::uint16_t port = 0);
void connect_to(int fd, const std::string& address, std::uint16_t port);
UniqueFd connected_socket(int type, const std::string& address, std::uint16_t port);
UniqueFd accepted(int listener);
[[nodiscard]] std::uint16_t port_of(int fd);

// A name that starts with '@' is abstract; an empty one leaves the socket unnamed.
UniqueFd unix_listener(const std::string& name);
UniqueFd unix_connection(const std::string& name);

[[nodiscard]] std::uint64_t inode_of(int fd);
[[nodiscard]] std::string cookie_of(int fd);  // as shown in JSON

}  // namespace portexplorer::fixture
