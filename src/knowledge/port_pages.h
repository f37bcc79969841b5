// Lookup in the compiled tables of ports: the number of a protocol, and the rank of a port among
// those in a table. Pure.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/types.h"

namespace portexplorer {

// The numbering of the tables: dccp, sctp, tcp, udp. Empty for protocols without ports.
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

// Returns the rank of a port; nothing if it is not in the table. A page covers 64 ports: a bit for
// each that the table has, and the rank of the first one.
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
