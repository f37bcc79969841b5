// Sockets on loopback for the benchmark loads. Every TCP socket is made to vanish at close
// (SO_LINGER 0), so that a load leaves no TIME_WAIT.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer::bench {

// Listens on a free port of all IPv4 addresses.
Result<UniqueFd> listen_loopback();
Result<std::uint16_t> local_port(int fd);

// The `index`th connection of a load to a listener on `port`. The destination is one of 127.0.1.1,
// 127.0.1.2 …: 4096 connections share one, so that ephemeral ports never run out.
Result<UniqueFd> connect_loopback(std::uint16_t port, std::uint64_t index);

// Takes the next connection of the listener and reads `bytes` from it.
Result<UniqueFd> accept_loopback(int listener, std::size_t bytes);

// Writes `bytes` of payload.
Result<void> send_payload(int fd, std::size_t bytes);

// The `index`th UDP socket: bound to a free port of 127.1.x.y; every second one is connected.
Result<UniqueFd> open_udp(std::uint64_t index);

// A pair of connected unix stream sockets.
Result<void> open_unix_pair(std::vector<UniqueFd>& out);

// Lets this process have as many open files as it may.
void raise_file_limit();

}  // namespace portexplorer::bench
