// The plain way to a Sample: the kernel's tables by netlink and /proc/net, the processes and their
// fds by /proc, joined by inode. Works everywhere, with any privilege; what was made or passed on
// between the two readings wants a second look.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "collect/scan/process_scan.h"
#include "collect/socket_tables.h"
#include "model/socket_source.h"

namespace portexplorer {

class NetlinkBackend {
 public:
  // Fills in sockets, tables, namespaces, losses and coverage, combined. An error means that
  // nothing could be read.
  Result<void> read(const SampleRequest&, ProcessScanner&, Sample&);

 private:
  [[nodiscard]] bool wants_rescan(const Sample&, const ProcessScanner&) const;
  void rescan(const SampleRequest&, ProcessScanner&, Sample&);
  Result<ProcessScan> scan_processes(const SampleRequest&, ProcessScanner&);
  Result<void> read_tables(const SampleRequest&, ProcessScanner&, Sample&);
  void take(Sample&, ProcessScan&&, const SampleRequest&) const;
  void map_diag_sockets(Sample&) const;

  // This process's own sockets, by which the netlink tables of the current reading were read.
  std::vector<Inode> diag_sockets_;

  // Sockets with a file but without a holder, which a second look did not explain: inodes.
  std::unordered_set<std::uint64_t> unexplained_;
  // Whether the next scan looks for sockets that threads keep apart from their process: while there
  // are such sockets, and in each second look. They are rare, and to look for them takes a system
  // call for each thread.
  bool thread_files_ = false;
};

}  // namespace portexplorer
