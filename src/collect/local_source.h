// Reads this machine in this process, on all cores, with BPF programs (BpfBackend) or with netlink
// and /proc (NetlinkBackend). Both return the same rows.
#pragma once

#include <memory>

#include "collect/packages/other_packages.h"
#include "model/socket_source.h"

namespace portexplorer {

// Never fails; each Sample reports what could not be read. SampleRequest::backend forces a backend:
// `bpf` is an error if its programs cannot be loaded. By default the faster backend is chosen,
// silently the netlink backend if BPF does not work. `packages` answers for package managers other
// than dpkg; may be null.
[[nodiscard]] std::unique_ptr<SocketSource> make_local_source(
    std::unique_ptr<OtherPackages> packages = nullptr);

}  // namespace portexplorer
