// This machine, read in this process, on all cores: by the kernel's own programs (BpfBackend) or
// by netlink and /proc (NetlinkBackend). Both give the same rows.
#pragma once

#include <memory>

#include "collect/packages/other_packages.h"
#include "model/socket_source.h"

namespace portexplorer {

// Never fails to be made; what cannot be read is said by each Sample. SampleRequest::backend forces
// a way: kernel is then an error where its programs cannot be loaded. Left to itself it takes the
// quicker way, and the plain one without a word where the other does not work. `packages`: of
// another manager than dpkg; may be null.
[[nodiscard]] std::unique_ptr<SocketSource> make_local_source(
    std::unique_ptr<OtherPackages> packages = nullptr);

}  // namespace portexplorer
