// From the processes that a walk found to those of a Sample.
#pragma once

#include "collect/ebpf/reader/socket_reader.h"
#include "collect/scan/process_scan.h"
#include "model/socket_source.h"

namespace portexplorer {

// Puts into `sample.tables` the processes that its sockets and reading.shared name, described by
// /proc, by pid, and makes the sockets point there; reading.shared becomes sample.mappings. Of a
// process that ended meanwhile stays what the walk knows: pid, start, parent, user, name.
Result<void> take_reader_processes(const SocketReading& reading, ProcessScanner& scanner,
                                   const SampleRequest& request, Sample& sample);

}  // namespace portexplorer
