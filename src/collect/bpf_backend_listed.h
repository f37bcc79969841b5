// Decides which sockets the kernel's tables list. Sockets that are neither bound nor connected are
// in no table. The BPF socket iterator finds them through their fds, so a reading of listed sockets
// has to leave them out.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "collect/ebpf/reader/socket_reader.h"
#include "model/sample.h"

namespace portexplorer {

class ListedSockets {
 public:
  // `by_table`: protocols whose tables were read into `tables`, because the iterator cannot decide
  // whether their sockets are listed. `tables` also holds other protocols of the namespaces that
  // the iterator could not enter; the iterator still reports those of their sockets that a process
  // holds.
  ListedSockets(const ProtocolSet& by_table, const std::vector<Socket>& tables,
                const SocketReading& reading);

  [[nodiscard]] bool contains(const Socket& walked) const;

  // Removes the duplicates of rows that are in both `tables` and `reading`. Keeps the iterator's
  // row, which is more complete. Exception: SCTP keeps the rows of the table, one per association,
  // and their holders are added to `reading.shared`.
  void drop_doubles(std::vector<Socket>& tables, SocketReading& reading) const;

 private:
  ProtocolSet by_table_;
  bool lists_bound_tcp_;
  bool tables_have_others_ = false;  // rows of protocols that are not in by_table_
  std::unordered_set<std::uint64_t> in_tables_;
  std::unordered_set<std::uint64_t> shared_;  // inodes
};

}  // namespace portexplorer
