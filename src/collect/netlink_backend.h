// Builds a Sample from the kernel's tables (netlink and /proc/net) and the fds of the processes
// (/proc), joined by inode. Works everywhere, with any privilege. Sockets that are created or
// passed on between the two readings require a rescan.
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
  // Fills in sockets, tables, namespaces, losses and coverage, combined. Fails only if nothing
  // could be read.
  Result<void> read(const SampleRequest&, ProcessScanner&, Sample&);

 private:
  [[nodiscard]] bool wants_rescan(const Sample&, const ProcessScanner&) const;
  void rescan(const SampleRequest&, ProcessScanner&, Sample&);
  Result<ProcessScan> scan_processes(const SampleRequest&, ProcessScanner&);
  Result<void> read_tables(const SampleRequest&, ProcessScanner&, Sample&);
  void take(Sample&, ProcessScan&&, const SampleRequest&) const;
  void map_diag_sockets(Sample&) const;

  // Inodes of the netlink sockets that the current reading used; its tables include them.
  std::vector<Inode> diag_sockets_;

  // Inodes of sockets that have a file, but no holder, even after a rescan.
  std::unordered_set<std::uint64_t> unexplained_;
  // Whether the next scan also searches for sockets in separate file tables of threads: while there
  // are such sockets, and in each rescan. They are rare, and the search takes one system call per
  // thread.
  bool thread_files_ = false;
};

}  // namespace portexplorer
