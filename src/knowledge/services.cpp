#include "knowledge/services.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>

#include "knowledge/services_table.h"

namespace portexplorer {
namespace {

using services_table::kFirstPort;
using services_table::kNameStart;
using services_table::kNameText;
using services_table::kPages;
using services_table::kPorts;
using services_table::kShown;
using services_table::Page;

constexpr std::size_t kNameCount = std::size(kNameStart) - 1;
constexpr std::size_t kTransportCount = 4;
constexpr std::uint16_t kNoName = 65535;
static_assert(kNameCount < kNoName && std::size(kPorts) < 65536, "the tables' numbers fit in 16 bits");

// The table's column: dccp, sctp, tcp, udp.
std::optional<std::size_t> transport_of(Protocol protocol) {
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

std::string_view name_at(std::size_t index) { return {kNameText + kNameStart[index], kNameStart[index + 1] - kNameStart[index]}; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool less_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(
      a, b, [](char x, char y) { return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y)); });
}

}  // namespace

std::string_view service_name(Protocol protocol, std::uint32_t port) {
  const std::optional<std::size_t> transport = transport_of(protocol);
  if (!transport || port > 65535) return {};
  const Page& page = kPages[port / 64];
  const std::uint64_t bit = std::uint64_t{1} << (port % 64);
  if ((page.bits & bit) == 0) return {};
  const std::size_t rank = page.rank + static_cast<std::size_t>(std::popcount(page.bits & (bit - 1)));
  const std::uint16_t name = kShown[rank * kTransportCount + *transport];
  return name == kNoName ? std::string_view{} : name_at(name);
}

std::vector<std::uint32_t> ports_of_service(std::string_view name) {
  std::size_t low = 0;
  std::size_t high = kNameCount;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (less_ignoring_case(name_at(middle), name)) low = middle + 1;
    else high = middle;
  }
  if (low == kNameCount || less_ignoring_case(name, name_at(low))) return {};
  return {kPorts + kFirstPort[low], kPorts + kFirstPort[low + 1]};
}

}  // namespace portexplorer
