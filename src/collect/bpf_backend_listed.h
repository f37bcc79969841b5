// The kernel's tables do not have every socket: those that are neither bound nor connected stand in
// none. A walk through the fds sees them all; here is told which of them the tables would have had.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "collect/ebpf/reader/socket_reader.h"
#include "model/sample.h"

namespace portexplorer {

class ListedSockets {
 public:
  // `by_table`: protocols whose tables were read, into `tables`, because the walk itself cannot
  // tell. `tables` also has those of other protocols for namespaces that the walk could not enter;
  // of these the walk has the sockets that a process holds.
  ListedSockets(const ProtocolSet& by_table, const std::vector<Socket>& tables,
                const SocketReading& reading);

  [[nodiscard]] bool contains(const Socket& walked) const;

  // Of what tables and walk both tell, keeps what says more: the walk's row, but SCTP's rows of the
  // table, one for each association, which find their holders through `reading.shared`.
  void drop_doubles(std::vector<Socket>& tables, SocketReading& reading) const;

 private:
  ProtocolSet by_table_;
  bool lists_bound_tcp_;
  bool tables_have_others_ = false;  // rows of protocols that are not in by_table_
  std::unordered_set<std::uint64_t> in_tables_;
  std::unordered_set<std::uint64_t> shared_;  // inodes
};

}  // namespace portexplorer
