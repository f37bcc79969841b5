// What kind of address it is, by the registries of special addresses (IANA, RFC 6890 and what came
// after it). Pure; any thread may ask.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/types.h"

namespace portexplorer {

enum class AddressKind : std::uint8_t {
  unspecified,
  loopback,
  private_use,
  unique_local,
  link_local,
  shared,  // behind a provider's address translation (CGNAT)
  documentation,
  benchmarking,
  multicast,
  broadcast,
  v4_mapped,
  nat64,
  six_to_four,
  teredo,
  protocol,  // set aside for protocols, not for machines
  discard,
  reserved,
  open,  // public: reachable from everywhere, if its owner wants
};
[[nodiscard]] std::string_view to_string(AddressKind);  // "private", "link-local", "public" …

// Texts live forever.
struct AddressScope {
  AddressKind kind = AddressKind::reserved;
  std::string_view block;     // "10.0.0.0/8": the smallest block of the registries that holds it
  std::string_view source;    // "RFC 1918"
  std::string_view phrase;    // "a private address": what it is, in a few words
  std::string_view sentence;  // what that means for a reader
  std::string_view group;     // of multicast: who listens there, "mDNS"; "" where that is not known
};

// `family` is ipv4 or ipv6.
[[nodiscard]] AddressScope address_scope(Family family, const IpAddress&);

// The IPv4 address that an IPv6 address stands for: mapped, NAT64, 6to4; of Teredo, the client's.
[[nodiscard]] std::optional<IpAddress> carried_ipv4(const IpAddress&);

// The address that has a country and a network, if this one has: itself where it is public, or the
// public one that it carries.
[[nodiscard]] std::optional<ParsedAddress> place_address(Family family, const IpAddress&);

}  // namespace portexplorer
