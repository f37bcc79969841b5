// Sockets that a process keeps in the file table of an io_uring (IORING_REGISTER_FILES, direct
// descriptors), with or without a file descriptor.
#pragma once

#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// The text of the link of an io_uring's descriptor in /proc/PID/fd.
constexpr std::string_view kRingLink = "anon_inode:[io_uring]";

// Returns the sockets among the registered files that /proc/PID/fdinfo/FD lists. Pure. Ignores
// bytes after the list.
[[nodiscard]] std::vector<Inode> parse_ring_sockets(std::string_view fdinfo);

// Returns the sockets registered with the io_uring at descriptor `fd` of a process; `fd_dir` is its
// open /proc/PID/fd. Empty if it is no io_uring, if they cannot be read, and on kernels that print
// only the last component of registered files, where a file may have the name of a socket.
[[nodiscard]] std::vector<Inode> read_ring_sockets(int fd_dir, int fd);
}  // namespace portexplorer
