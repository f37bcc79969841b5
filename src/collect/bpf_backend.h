// Builds a Sample with BPF programs. One pass of the BPF socket iterator returns sockets and owners
// together, so nothing can change between two readings. /proc only describes the processes. The
// rows equal those of the netlink backend.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "collect/ebpf/reader/socket_reader.h"
#include "collect/scan/process_scan.h"
#include "model/socket_source.h"

namespace portexplorer {

class BpfBackend {
 public:
  // Loads the programs that readings of these protocols require. Fails with the errors of
  // BpfSocketReader::create().
  static Result<std::unique_ptr<BpfBackend>> create(const ProtocolSet&);

  // Returns whether the loaded programs can read these protocols.
  [[nodiscard]] bool can_read(const ProtocolSet& protocols) const {
    return protocols_.includes(protocols);
  }

  // Fills in sockets, tables, namespaces, losses and coverage, combined. Ignores request.owners:
  // owners come at no extra cost. After an error the sample must be discarded.
  Result<void> read(const SampleRequest&, ProcessScanner&, Sample&);

  // Recycles rows that are no longer used for the next reading: allocating memory for a hundred
  // thousand rows costs as much as filling it.
  void reuse(std::vector<Socket>&& memory);

 private:
  BpfBackend(const ProtocolSet& protocols, std::unique_ptr<BpfSocketReader> reader)
      : protocols_(protocols), reader_(std::move(reader)) {}

  ProtocolSet protocols_;
  std::unique_ptr<BpfSocketReader> reader_;
  SocketReading reading_;  // its memory is reused
};

}  // namespace portexplorer
