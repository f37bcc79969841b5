// The registered names of ports. The table is compiled in: no file, no set-up, no locks; any thread
// may ask.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// The name that is shown for a port, e.g. "https" for 443/tcp; "" where none is registered, for
// ports over 65535 and for protocols without ports. udplite has the names of udp, mptcp those of
// tcp. Costs a few nanoseconds; the text lives forever.
[[nodiscard]] std::string_view service_name(Protocol, std::uint32_t port);

// Every port that has the name for any protocol, in ascending order, no doubles; also by the names
// that service_name() does not prefer ("www" is 80). Case does not matter. Empty for an unknown
// name.
[[nodiscard]] std::vector<std::uint32_t> ports_of_service(std::string_view name);

}  // namespace portexplorer
