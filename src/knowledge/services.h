// The registered names of ports. The table is compiled in: no files, no set-up, no locks; any
// thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// Returns the name shown for a port, e.g. "https" for 443/tcp; "" if none is registered, for ports
// above 65535 and for protocols without ports. udplite has the names of udp, mptcp those of tcp.
// Takes a few nanoseconds; the text is always valid.
[[nodiscard]] std::string_view service_name(Protocol, std::uint32_t port);

// Returns every port that has the name for any protocol, ascending and distinct. Also accepts names
// that service_name() does not prefer ("www" is 80). Ignores case. Empty for an unknown name.
[[nodiscard]] std::vector<std::uint32_t> ports_of_service(std::string_view name);

}  // namespace portexplorer
