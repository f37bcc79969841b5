// Converts the processes that the BPF socket iterator found to those of a Sample.
#pragma once

#include "collect/ebpf/reader/socket_reader.h"
#include "collect/scan/process_scan.h"
#include "model/socket_source.h"

namespace portexplorer {

// Adds the processes that sample.sockets and reading.shared refer to, described by /proc and
// ordered by pid, to `sample.tables`, and updates the indices of the sockets. reading.shared
// becomes sample.mappings. A process that has ended meanwhile keeps what the iterator reported:
// pid, start time, parent, user, name.
Result<void> take_reader_processes(const SocketReading& reading, ProcessScanner& scanner,
                                   const SampleRequest& request, Sample& sample);

}  // namespace portexplorer
