// Passing file descriptors over unix sockets (SCM_RIGHTS, unix(7)).
#pragma once

#include "base/result.h"
#include "base/unique_fd.h"

namespace portexplorer {

// Sends one byte with a copy of `fd`. The open file stays in flight, held by no process, until the
// receiver takes it.
Result<void> pass_fd(int socket, int fd);

// Receives one byte with a file descriptor, which becomes close-on-exec. Blocks if `socket` does.
Result<UniqueFd> take_fd(int socket);

}  // namespace portexplorer
