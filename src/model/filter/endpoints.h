// Addresses and ports as they stand in a filter: 10.0.0.0/8, [::1]:443, :https, 8000..8999,
// localhost:80.
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
  std::uint32_t last = UINT32_MAX;  // included; netlink and vsock ports take all 32 bits
};
using PortRanges = std::vector<PortRange>;
[[nodiscard]] bool contains(const PortRanges&, std::uint64_t port);

// "443", ":443", "https", "8000..8999", "8000-8999", "1024..", ">1023".
[[nodiscard]] Parsed<PortRanges> parse_ports(Part value, Comparison, const PortsOfService&);

// The first bits of an address. IPv4-mapped IPv6 is written as IPv4, as the model does.
struct AddressRange {
  Family family = Family::unknown;
  IpAddress address;
  int prefix = 0;
  std::string zone;  // "eth0" of fe80::1%eth0 or 0.0.0.0%eth0; empty: any

  [[nodiscard]] bool contains(const AddressValue&) const;  // without the zone
};

// An address, a port, or both. What is empty may be anything.
struct Endpoint {
  std::vector<AddressRange> addresses;  // one of them
  PortRanges ports;                     // one of them
  bool unspecified = false;             // "*": the socket has no address of its own
  std::string zone;                     // with unspecified: "eth0" of *%eth0; empty: any
};

// What an endpoint's text may consist of.
enum class EndpointForm : std::uint8_t {
  address,  // no port: local_address:10.0.0.1
  both,     // local:10.0.0.1:443; a number alone is a port
  word,     // both, with the colon for a port alone
};

// Whether a word is meant as an endpoint, right or wrong: it starts with an address or is a colon
// and a port.
[[nodiscard]] bool looks_like_endpoint(std::string_view);
[[nodiscard]] Parsed<Endpoint> parse_endpoint(Part, EndpointForm, const PortsOfService&);

}  // namespace portexplorer::filter
