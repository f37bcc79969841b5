// Owners of sockets that no file descriptor stands for because they are registered with an
// io_uring: for readings by the kernel's programs, which meet descriptors only.
#pragma once

#include <span>

#include "collect/ebpf/reader/socket_reader.h"

namespace portexplorer {

// Adds to `reading.shared` which processes have these sockets registered with one of
// `reading.rings`. Sockets that nobody has registered are passed over; reads nothing where there
// are no rings.
void find_ring_holders(std::span<const Inode> sockets, SocketReading& reading);

}  // namespace portexplorer
