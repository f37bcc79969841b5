// All knowledge about ports. The tables are compiled in from data/: no files, no set-up, no locks;
// any thread. Texts are always valid and plain ASCII, except for some descriptions of registered
// services (UTF-8).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/snapshot.h"

namespace portexplorer {

// A service of the IANA registry; either text may be empty.
struct RegisteredService {
  std::string_view name;
  std::string_view description;
};

// An unregistered use, or the most common one.
struct PortUse {
  std::string_view name;
  std::string_view text;
};

struct PortThreat {
  std::string_view name;
  std::string_view kind;   // "backdoor", "botnet", "c2", "miner", "rat", "trojan" or "worm"
  std::uint16_t year = 0;  // 0: unknown
  // Tags of the sources that list it; data/SOURCES.md explains them.
  std::vector<std::string_view> sources;
};

struct PortKnowledge {
  std::vector<RegisteredService> registered;  // in the order of preference
  std::vector<PortUse> likely;                // at most one
  std::vector<PortUse> unofficial;
  std::vector<PortThreat> threats;

  [[nodiscard]] bool is_empty() const {
    return registered.empty() && likely.empty() && unofficial.empty() && threats.empty();
  }
};

// Returns what is known about a port. udplite has the ports of udp, mptcp those of tcp. Empty for
// protocols without ports and for ports above 65535.
[[nodiscard]] PortKnowledge port_knowledge(Protocol, std::uint32_t port);

// Returns whether miners are known to use the port and it has no usual service. Takes some ten
// nanoseconds.
[[nodiscard]] bool only_miners_use(Protocol, std::uint32_t port);

// For DeriveOptions: service_name(), threat_count() and only_miners_use().
[[nodiscard]] PortNames port_names();

// Returns how many threats are known to use the port: a hint and never proof, and not a number of
// incidents. Takes a few nanoseconds.
[[nodiscard]] std::uint32_t threat_count(Protocol, std::uint32_t port);

// Returns the kind in words: "remote-access trojan" for "rat".
[[nodiscard]] std::string_view explain_threat_kind(std::string_view kind);

// Returns the ports that a person may mean by a name: those of the registered service, otherwise
// those whose usual or unofficial use has that name. Ignores case. Ascending and distinct; empty if
// there are none.
[[nodiscard]] std::vector<std::uint32_t> ports_called(std::string_view name);

// Returns every name that ports_called() accepts besides those of services; for suggestions.
[[nodiscard]] std::vector<std::string_view> names_of_uses();

}  // namespace portexplorer
