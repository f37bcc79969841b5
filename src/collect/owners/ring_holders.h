// Owners of sockets that have no file descriptor because they are registered with an io_uring. For
// BPF readings, since the iterator visits only descriptors.
#pragma once

#include <span>

#include "collect/ebpf/reader/socket_reader.h"

namespace portexplorer {

// Adds to `reading.shared` which processes have these sockets registered with one of
// `reading.rings`. Skips sockets that are not registered; reads nothing if there are no rings.
void find_ring_holders(std::span<const Inode> sockets, SocketReading& reading);

}  // namespace portexplorer
