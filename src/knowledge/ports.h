// Everything that is known of a port. The tables are compiled in from data/: no file, no set-up, no
// locks; any thread may ask. Texts live forever and are plain ASCII, except for some descriptions
// of registered services (UTF-8).
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

// A use that was never registered, or the one that is met most.
struct PortUse {
  std::string_view name;
  std::string_view text;
};

struct PortThreat {
  std::string_view name;
  std::string_view kind;   // "backdoor", "botnet", "c2", "miner", "rat", "trojan" or "worm"
  std::uint16_t year = 0;  // 0: not known
  std::vector<std::string_view> sources;  // the tags of who lists it; data/SOURCES.md explains them
};

struct PortKnowledge {
  std::vector<RegisteredService> registered;  // in the order of preference
  std::vector<PortUse> likely;                // one at most
  std::vector<PortUse> unofficial;
  std::vector<PortThreat> threats;

  [[nodiscard]] bool is_empty() const {
    return registered.empty() && likely.empty() && unofficial.empty() && threats.empty();
  }
};

// udplite has what udp has, mptcp what tcp has; empty for other protocols without ports and for
// ports over 65535.
[[nodiscard]] PortKnowledge port_knowledge(Protocol, std::uint32_t port);

// Miners are known for it, and it has no usual service. Costs some ten nanoseconds.
[[nodiscard]] bool only_miners_use(Protocol, std::uint32_t port);

// For DeriveOptions: service_name(), threat_count() and only_miners_use().
[[nodiscard]] PortNames port_names();

// How many threats are known for it: a hint and never a proof, and no count of witnesses. Costs a
// few nanoseconds.
[[nodiscard]] std::uint32_t threat_count(Protocol, std::uint32_t port);

// "remote-access trojan" for "rat": the kind in words.
[[nodiscard]] std::string_view explain_threat_kind(std::string_view kind);

// Ports that a person may mean by a name: those of the registered service; otherwise those whose
// usual or unofficial use is called so. Case does not matter. Ascending, no doubles; empty where
// nothing is called so.
[[nodiscard]] std::vector<std::uint32_t> ports_called(std::string_view name);

// Every name that ports_called() knows beside those of services; for suggestions.
[[nodiscard]] std::vector<std::string_view> names_of_uses();

}  // namespace portexplorer
