// Facts about this machine.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Reads name, system and port range from uname, /etc/os-release and
// /proc/sys/net/ipv4/ip_local_port_range.
[[nodiscard]] Host host_facts();

}  // namespace portexplorer
