// Sockets that stand in no table of the kernel and are known by their fd alone: neither bound nor
// connected, or of a protocol without a table.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Gives each row of unknown protocol its protocol and family, from the extended attribute
// system.sockprotoname that sockfs gives to each socket's file (Linux 2.6.28), read through
// /proc/PID/fd of its owner. Rows whose owner has ended meanwhile, or may not be read, stay
// unknown.
void identify_unlisted(Sample& sample);

// An MPTCP socket that is only bound is in no table of its own; TCP's has the socket that will
// carry it, with the inode of the MPTCP socket. Finds those by a file descriptor of them and makes
// the row that of the MPTCP socket. Takes the sample's mappings, so it must be called before
// combine().
void identify_bound_mptcp(Sample&);

}  // namespace portexplorer
