// Parses addresses and ports in filters: 10.0.0.0/8, [::1]:443, :https, 8000..8999, localhost:80.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/fields.h"
#include "model/filter/filter_error.h"
#include "model/filter/literals.h"

namespace portexplorer::filter {

using PortsOfService = std::function<std::vector<std::uint32_t>(std::string_view)>;

struct PortRange {
  std::uint32_t first = 0;
  std::uint32_t last = UINT32_MAX;  // inclusive; netlink and vsock ports have 32 bits
};
using PortRanges = std::vector<PortRange>;
[[nodiscard]] bool contains(const PortRanges&, std::uint64_t port);

// Parses "443", ":443", "https", "8000..8999", "8000-8999", "1024..", ">1023".
[[nodiscard]] Parsed<PortRanges> parse_ports(Part value, Comparison, const PortsOfService&);

// The leading bits of an address. IPv4-mapped IPv6 is written as IPv4, as in the model.
struct AddressRange {
  Family family = Family::unknown;
  IpAddress address;
  int prefix = 0;
  std::string zone;  // "eth0" of fe80::1%eth0 or 0.0.0.0%eth0; empty: any

  [[nodiscard]] bool contains(const AddressValue&) const;  // ignores the zone
};

// An address, a port, or both. An empty member matches anything.
struct Endpoint {
  std::vector<AddressRange> addresses;  // any of them
  PortRanges ports;                     // any of them
  bool unspecified = false;             // "*": the socket has no local address
  std::string zone;                     // for `unspecified`: "eth0" of *%eth0; empty: any
};

// Which parts the text of an endpoint may have.
enum class EndpointForm : std::uint8_t {
  address,  // no port: local_address:10.0.0.1
  both,     // local:10.0.0.1:443; a number alone is a port
  word,     // both, but a port alone requires the colon
};

// Returns whether a word is meant as an endpoint, valid or not: it starts with an address, or is a
// colon and a port.
[[nodiscard]] bool looks_like_endpoint(std::string_view);
[[nodiscard]] Parsed<Endpoint> parse_endpoint(Part, EndpointForm, const PortsOfService&);

}  // namespace portexplorer::filter
