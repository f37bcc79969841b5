// Determines the kind of an address from the registries of special-purpose addresses (IANA, RFC
// 6890 and its successors). Pure; any thread.
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
  protocol,  // reserved for protocols, not assigned to hosts
  discard,
  reserved,
  open,  // public: reachable from everywhere if its owner permits it
};
[[nodiscard]] std::string_view to_string(AddressKind);  // "private", "link-local", "public" …

// Texts are always valid.
struct AddressScope {
  AddressKind kind = AddressKind::reserved;
  std::string_view block;     // "10.0.0.0/8": the smallest registered block that contains it
  std::string_view source;    // "RFC 1918"
  std::string_view phrase;    // "a private address": a short description
  std::string_view sentence;  // what that means for a reader
  std::string_view group;     // of multicast: who listens there, "mDNS"; "" if unknown
};

// Returns the scope of an address; `family` must be ipv4 or ipv6.
[[nodiscard]] AddressScope address_scope(Family family, const IpAddress&);

// Returns the IPv4 address embedded in an IPv6 address: mapped, NAT64, 6to4, or the client's
// address of Teredo.
[[nodiscard]] std::optional<IpAddress> carried_ipv4(const IpAddress&);

// Returns the address that has a country and a network, if any: the address itself if it is public,
// or the public address embedded in it.
[[nodiscard]] std::optional<ParsedAddress> place_address(Family family, const IpAddress&);

}  // namespace portexplorer
