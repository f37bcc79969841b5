// Sockets that a process keeps in the file table of an io_uring (IORING_REGISTER_FILES, direct
// descriptors), with or without a file descriptor of their own.
#pragma once

#include <string_view>
#include <vector>

#include "model/types.h"

namespace portexplorer {

// What the link of an io_uring's descriptor in /proc/PID/fd says.
constexpr std::string_view kRingLink = "anon_inode:[io_uring]";

// The sockets among the registered files that /proc/PID/fdinfo/FD lists. Pure. Bytes that follow
// the list are ignored.
[[nodiscard]] std::vector<Inode> parse_ring_sockets(std::string_view fdinfo);

// The sockets registered with the io_uring that is descriptor `fd` of a process; `fd_dir` is its
// open /proc/PID/fd. Empty where that is no io_uring, where they cannot be read, and on kernels
// that name registered files by their last component only: a file may be called like a socket
// there.
[[nodiscard]] std::vector<Inode> read_ring_sockets(int fd_dir, int fd);
}  // namespace portexplorer
