// The kernel way to a Sample: one walk by the kernel's own programs tells sockets and owners
// together, so that nothing can happen between two readings. /proc only says what the processes
// are. The rows are those of the plain way.
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
  // Loads the programs that readings of these protocols need. Errors are
  // BpfSocketReader::create()'s.
  static Result<std::unique_ptr<BpfBackend>> create(const ProtocolSet&);

  // Whether a request for these can be read with what is loaded.
  [[nodiscard]] bool can_read(const ProtocolSet& protocols) const {
    return protocols_.includes(protocols);
  }

  // Fills in sockets, tables, namespaces, losses and coverage, combined. request.owners is not
  // asked: they cost nothing here. On an error the sample is of no use.
  Result<void> read(const SampleRequest&, ProcessScanner&, Sample&);

  // Rows that nobody needs any more, for the next reading: new memory for a hundred thousand rows
  // costs as much as filling it.
  void reuse(std::vector<Socket>&& memory);

 private:
  BpfBackend(const ProtocolSet& protocols, std::unique_ptr<BpfSocketReader> reader)
      : protocols_(protocols), reader_(std::move(reader)) {}

  ProtocolSet protocols_;
  std::unique_ptr<BpfSocketReader> reader_;
  SocketReading reading_;  // its memory is used again
};

}  // namespace portexplorer
