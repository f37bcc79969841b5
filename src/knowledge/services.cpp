#include "knowledge/services.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/ascii.h"
#include "knowledge/port_pages.h"
#include "knowledge/services_table.h"

namespace portexplorer {
namespace {

using services_table::kFirstPort;
using services_table::kNameStart;
using services_table::kNameText;
using services_table::kPages;
using services_table::kPorts;
using services_table::kShown;

constexpr std::size_t kNameCount = std::size(kNameStart) - 1;
constexpr std::uint16_t kNoName = 65535;
static_assert(kNameCount < kNoName && std::size(kPorts) < 65536,
              "the tables' numbers fit in 16 bits");

std::string_view name_at(std::size_t index) {
  return {kNameText + kNameStart[index], kNameStart[index + 1] - kNameStart[index]};
}

bool less_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(a, b, [](char x, char y) {
    return static_cast<unsigned char>(ascii_lower(x)) < static_cast<unsigned char>(ascii_lower(y));
  });
}

}  // namespace

std::string_view service_name(Protocol protocol, std::uint32_t port) {
  const std::optional<std::uint8_t> transport = transport_number(protocol);
  const std::optional<std::size_t> rank = rank_of_port(kPages, port);
  if (!transport || !rank) return {};
  const std::uint16_t name = kShown[*rank * kTransportNumbers + *transport];
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
