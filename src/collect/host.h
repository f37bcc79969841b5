// What machine this is.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Name, system and port range, read from uname, /etc/os-release and
// /proc/sys/net/ipv4/ip_local_port_range.
[[nodiscard]] Host host_facts();

}  // namespace portexplorer
