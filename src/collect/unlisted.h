// Sockets that stand in no table of the kernel and are known by their fd alone: neither bound nor connected, or of a
// protocol without a table.
#pragma once

#include "model/sample.h"

namespace portexplorer {

// Gives each row of unknown protocol its protocol and family, from the extended attribute system.sockprotoname that
// sockfs gives to each socket's file (Linux 2.6.28), read through /proc/PID/fd of its owner. Rows whose owner has ended
// meanwhile, or may not be read, stay unknown.
void identify_unlisted(Sample& sample);

}  // namespace portexplorer
