// Joins the mapped table (process → fd → socket) and the netstat table into one table without
// duplicates.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Assigns an owner and holders to each socket of `sample.sockets`, from `sample.mappings`. Folds
// MPTCP subflows into their connection and drops rows that were read twice. With `add_unlisted`,
// also appends a row for each mapped inode that is in no netstat table: a socket that is neither
// bound nor connected, or whose protocol was not read. Empties `sample.mappings`.
//
// If several processes hold a socket, the owner is the one that most likely uses it: not init if
// any other process holds it (init keeps the sockets of the services that it starts), then a
// process whose user is the socket's, then the one that started first (it created the socket and
// the others inherited it), then the lowest pid.
void combine(Sample& sample, bool add_unlisted);

// Does the same for a source that lists each socket once and has already set Socket::process of
// sockets with a single holder. `sample.mappings` contains the fds of sockets with several holders.
void combine_held(Sample& sample);

}  // namespace portexplorer
