// Loopback sockets for the benchmark loads. TCP sockets have SO_LINGER 0, so that closing them
// leaves no TIME_WAIT.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::bench {

// Listens on a free port on all IPv4 addresses.
Result<UniqueFd> listen_loopback();
Result<std::uint16_t> local_port(int fd);

// Opens connection `index` of a load to a listener on `port`. 4096 connections share a destination
// address (127.0.1.1, 127.0.1.2, …), so that ephemeral ports never run out.
Result<UniqueFd> connect_loopback(std::uint16_t port, std::uint64_t index);

// Accepts the next connection and reads `bytes` from it.
Result<UniqueFd> accept_loopback(int listener, std::size_t bytes);

// Writes `bytes` of payload.
Result<void> send_payload(int fd, std::size_t bytes);

// Opens UDP socket `index`, bound to a free port of 127.1.x.y. Every second one is connected.
Result<UniqueFd> open_udp(std::uint64_t index);

// Appends a pair of connected unix stream sockets.
Result<void> open_unix_pair(std::vector<UniqueFd>& out);

// Raises the soft limit of open files to the hard limit.
void raise_file_limit();

}  // namespace portexplorer::bench
