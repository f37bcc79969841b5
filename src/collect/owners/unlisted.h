// Sockets that are in no table of the kernel and known only by their fd: neither bound nor
// connected, or of a protocol without a table.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Sets protocol and family of each row of unknown protocol, from the extended attribute
// system.sockprotoname that sockfs attaches to each socket's file (Linux 2.6.28), read through
// /proc/PID/fd of its owner. Rows whose owner has ended meanwhile, or cannot be read, stay unknown.
void identify_unlisted(Sample& sample);

// An MPTCP socket that is only bound is in no MPTCP table; TCP's table has the socket that will
// carry it, with the inode of the MPTCP socket. Finds these by their file descriptors and turns
// each row into that of the MPTCP socket. Uses the sample's mappings, so it must be called before
// combine().
void identify_bound_mptcp(Sample&);

}  // namespace portexplorer
