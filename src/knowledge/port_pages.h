// How the compiled tables of ports are looked up: a protocol's number, and the rank of a port among
// those that a table has. Pure.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/types.h"

namespace portexplorer {

// As the tables number them: dccp, sctp, tcp, udp. Empty for protocols without ports.
[[nodiscard]] constexpr std::optional<std::uint8_t> transport_number(Protocol protocol) {
  switch (protocol) {
    case Protocol::dccp: return 0;
    case Protocol::sctp: return 1;
    case Protocol::tcp:
    case Protocol::mptcp: return 2;
    case Protocol::udp:
    case Protocol::udplite: return 3;
    default: return std::nullopt;
  }
}
constexpr std::size_t kTransportNumbers = 4;

// A page holds 64 ports: a bit for each that the table has, and the rank of its first one. Empty:
// the table does not have the port.
template <typename Page, std::size_t count>
[[nodiscard]] std::optional<std::size_t> rank_of_port(const Page (&pages)[count],
                                                      std::uint32_t port) {
  if (port > 65535) return std::nullopt;
  const Page& page = pages[port / 64];
  const std::uint64_t bit = std::uint64_t{1} << (port % 64);
  if ((page.bits & bit) == 0) return std::nullopt;
  return page.rank + static_cast<std::size_t>(std::popcount(page.bits & (bit - 1)));
}

}  // namespace portexplorer
