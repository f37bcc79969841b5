// Joins the mapped table (process → fd → socket) and the netstat table into one, without doubles.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Gives each socket of `sample.sockets` its owner and holders from `sample.mappings`; appends a row
// for each mapped inode that stands in no netstat table (a socket that is neither bound nor
// connected, or of a protocol that was not read) if `add_unlisted`; folds MPTCP subflows into their
// socket; drops rows read twice. Empties `sample.mappings`.
//
// The owner, if several processes hold a socket, is the one that most likely uses it: not init if
// anyone else holds it (init keeps the sockets of the services that it starts), then one whose user
// is the socket's, then the one that started first (it made the socket, the others inherited it),
// then the lowest pid.
void combine(Sample& sample, bool add_unlisted);

// The same for sockets that stand there once and name their process already (Socket::process) where
// one alone holds them. `sample.mappings` has those that several hold.
void combine_held(Sample& sample);

}  // namespace portexplorer
