#include "model/filter/endpoints.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/ascii.h"
#include "model/filter/text_match.h"

namespace portexplorer::filter {
namespace {

std::optional<std::uint32_t> parse_whole(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::string_view kPortForms =
    "(expected a number, a range such as 8000..8999, or a name such as https)";

bool starts_with_digit(std::string_view text) { return !text.empty() && is_digit(text.front()); }

Parsed<std::uint32_t> parse_port(Part part) {
  const std::optional<std::uint32_t> port = parse_whole(part.text);
  if (!port)
    return error_at(part, in_quotes(part.text) + " is not a port " + std::string(kPortForms));
  return *port;
}

Parsed<PortRanges> parse_service(Part part, const PortsOfService& ports_of_service) {
  PortRanges ranges;
  if (ports_of_service) {
    for (const std::uint32_t port : ports_of_service(part.text)) ranges.push_back({port, port});
  }
  if (ranges.empty())
    return error_at(part,
                    in_quotes(part.text) + " is not a port or service " + std::string(kPortForms));
  return ranges;
}

// Returns the part before a dash, since "8000-8999" is a range too. A service name may contain a
// dash, but starts with a letter in that case.
Part before_dash(Part value, std::optional<Part>& after) {
  const std::size_t dash = value.text.find('-');
  if (!starts_with_digit(value.text) || dash == std::string_view::npos) return value;
  after = value.from(dash + 1);
  return value.first(dash);
}

bool is_number_range(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '-' || c == '.'; });
}

Parsed<PortRange> range_of(Part value, const RangeText& text) {
  PortRange range;
  std::optional<Part> low = text.low;
  std::optional<Part> high = text.high;
  if (text.single) {
    std::optional<Part> after;
    low = before_dash(value, after);
    high = after ? after : low;
  }
  if (low) {
    FILTER_TRY(first, parse_port(*low));
    if (text.low_open && first == UINT32_MAX) return error_at(*low, "no port is greater than this");
    range.first = text.low_open ? first + 1 : first;
  }
  if (high) {
    FILTER_TRY(last, parse_port(*high));
    if (text.high_open && last == 0) return error_at(*high, "no port is less than this");
    range.last = text.high_open ? last - 1 : last;
  }
  if (range.first > range.last) return error_at(value, "range ends before it starts");
  return range;
}

// The parts of "10.0.0.0/8" or "fe80::1%eth0".
struct AddressText {
  Part address;
  std::optional<Part> prefix;
  std::string_view zone;
};

AddressText split_address(Part part) {
  AddressText text{part, std::nullopt, {}};
  if (const std::size_t slash = part.text.find('/'); slash != std::string_view::npos) {
    text.address = part.first(slash);
    text.prefix = part.from(slash + 1);
  }
  if (const std::size_t percent = text.address.text.find('%'); percent != std::string_view::npos) {
    text.zone = text.address.text.substr(percent + 1);
    text.address = text.address.first(percent);
  }
  return text;
}

// Returns whether the text is an address or network and nothing else.
bool is_address(std::string_view text) {
  const AddressText parts = split_address({text, 0});
  // An interface name contains no colon: a port follows one.
  const bool goes_on = (parts.prefix && parts.prefix->text.find(':') != std::string_view::npos) ||
                       parts.zone.find(':') != std::string_view::npos;
  return !goes_on && parse_ip(parts.address.text).has_value();
}

void unmap(AddressRange& range) {
  if (range.family != Family::ipv6 || range.prefix < 96 || !is_v4_mapped(range.address)) return;
  IpAddress v4;
  std::memcpy(v4.bytes.data(), range.address.bytes.data() + 12, 4);
  range.address = v4;
  range.family = Family::ipv4;
  range.prefix -= 96;
}

Parsed<AddressRange> parse_address(Part part) {
  const AddressText text = split_address(part);
  const std::optional<ParsedAddress> ip = parse_ip(text.address.text);
  if (!ip) {
    return error_at(
        part, in_quotes(part.text) +
                  " is not an address (expected 192.0.2.1, ::1, a network such as 10.0.0.0/8, or "
                  "localhost)");
  }
  const int bits = ip->family == Family::ipv4 ? 32 : 128;
  AddressRange range{ip->family, ip->address, bits, std::string(text.zone)};
  if (text.prefix) {
    const std::optional<std::uint32_t> prefix = parse_whole(text.prefix->text);
    if (!prefix || *prefix > static_cast<std::uint32_t>(bits)) {
      return error_at(*text.prefix,
                      "invalid prefix length (expected 0 to " + std::to_string(bits) + ")");
    }
    range.prefix = static_cast<int>(*prefix);
  }
  unmap(range);
  return range;
}

std::vector<AddressRange> loopback() {
  AddressRange v4{Family::ipv4, {}, 8, {}};
  v4.address.bytes[0] = 127;
  AddressRange v6{Family::ipv6, {}, 128, {}};
  v6.address.bytes[15] = 1;
  return {v4, v6};
}

// The address and port of "a", "a:port" or "[a]:port", without the colon.
struct Halves {
  Part address;
  std::optional<Part> port;
};

Halves split_halves(Part part) {
  const std::string_view text = part.text;
  if (is_address(text)) return {part, std::nullopt};
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return {part, std::nullopt};
    const Part address = part.from(1).first(close - 1);
    const Part rest = part.from(close + 1);
    if (rest.text.empty()) return {address, std::nullopt};
    if (rest.text.front() == ':') return {address, rest.from(1)};
    // "[fe80::1]/64" and "[fe80::1]%eth0" are rejected at the end of the bracket.
    return {part, std::nullopt};
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {part, std::nullopt};
  return {part.first(colon), part.from(colon + 1)};
}

// "*", or "*?" if it is unknown whether IPv4 is included, as a list shows them.
bool is_any(std::string_view text) { return text == "*" || text == "*?"; }

// Returns the interface of "*%eth0" and "*?%eth0".
std::optional<std::string_view> wildcard_interface(std::string_view text) {
  const std::size_t percent = text.find('%');
  if (percent == std::string_view::npos || !is_any(text.substr(0, percent))) return std::nullopt;
  return text.substr(percent + 1);
}

Parsed<std::vector<AddressRange>> parse_addresses(Part part) {
  if (equals_ignoring_case(part.text, "localhost")) return loopback();
  FILTER_TRY(range, parse_address(part));
  return std::vector<AddressRange>{range};
}

}  // namespace

bool contains(const PortRanges& ranges, std::uint64_t port) {
  return std::ranges::any_of(
      ranges, [port](const PortRange& r) { return port >= r.first && port <= r.last; });
}

Parsed<PortRanges> parse_ports(Part value, Comparison comparison,
                               const PortsOfService& ports_of_service) {
  if (value.text.starts_with(':')) value = value.from(1);
  const bool is_name = !starts_with_digit(value.text) &&
                       value.text.find("..") == std::string_view::npos &&
                       !read_operator(value.text);
  if (is_name && !value.text.empty() && !is_order(comparison))
    return parse_service(value, ports_of_service);
  FILTER_TRY(text, split_range(value, comparison));
  // "914c/g" and some other service names start with a digit.
  if (text.single && !is_number_range(value.text)) return parse_service(value, ports_of_service);
  FILTER_TRY(range, range_of(value, text));
  return PortRanges{range};
}

bool AddressRange::contains(const AddressValue& value) const {
  if (value.family != family) return false;
  const auto whole = static_cast<std::size_t>(prefix / 8);
  if (std::memcmp(address.bytes.data(), value.address.bytes.data(), whole) != 0) return false;
  const int rest = prefix % 8;
  if (rest == 0) return true;
  const int mask = 0xFF << (8 - rest);
  return ((address.bytes[whole] ^ value.address.bytes[whole]) & mask & 0xFF) == 0;
}

bool looks_like_endpoint(std::string_view text) {
  if (is_address(text)) return true;
  const Halves halves = split_halves({text, 0});
  if (text.starts_with('[')) return is_address(halves.address.text);
  if (!halves.port) return false;
  const std::string_view address = halves.address.text;
  return address.empty() || is_any(address) || wildcard_interface(address) ||
         equals_ignoring_case(address, "localhost") || is_address(address);
}

Parsed<Endpoint> parse_endpoint(Part part, EndpointForm form,
                                const PortsOfService& ports_of_service) {
  Endpoint endpoint;
  if (is_any(part.text)) {
    endpoint.unspecified = true;
    return endpoint;
  }
  const Halves halves = split_halves(part);
  const bool port_alone = form == EndpointForm::both && !halves.port && !part.text.empty() &&
                          std::ranges::all_of(part.text, [](char c) { return is_digit(c); });
  if (port_alone) {
    FILTER_TRY(ports, parse_ports(part, Comparison::equal, ports_of_service));
    endpoint.ports = std::move(ports);
    return endpoint;
  }
  if (halves.port && form == EndpointForm::address) {
    return error_at(part,
                    "address without a port expected (with a port, write local:192.0.2.1:80 or "
                    "remote:192.0.2.1:80)");
  }
  const bool any_address =
      halves.port && (halves.address.text.empty() || is_any(halves.address.text));
  if (const auto interface = wildcard_interface(halves.address.text)) {
    endpoint.unspecified = true;
    endpoint.zone = *interface;
  } else if (!any_address) {
    FILTER_TRY(addresses, parse_addresses(halves.address));
    endpoint.addresses = std::move(addresses);
  }
  if (halves.port && halves.port->text != "*") {
    FILTER_TRY(ports, parse_ports(*halves.port, Comparison::equal, ports_of_service));
    endpoint.ports = std::move(ports);
  }
  return endpoint;
}

}  // namespace portexplorer::filter
