// One walk through the kernel by its own programs: every socket of every process in all network
// namespaces, with owner, addresses, state, queues and counters, and the sockets that no process
// holds. No join with /proc is needed.
//
// Source: BPF iterators (iter/task_file Linux 5.11, split by process 6.1; iter/tcp, udp,
// netlink 5.9, unix 5.15), BTF. Wants CAP_BPF and CAP_PERFMON in the first user namespace, and
// CAP_SYS_ADMIN to look for sockets that nobody holds in network namespaces other than the
// reader's. Nothing is pinned; nothing is attached to any path of the kernel; all ends with the
// object, or with the process, however it ends.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/ebpf/record_parser.h"
#include "collect/netns/namespaces.h"
#include "model/sample.h"

namespace portexplorer {

struct ReaderOptions {
  // How many sockets the machine may have. The programs keep a mark of 8 bytes for each of four
  // times as many; with more sockets than that a walk is slower, never wrong. 0: as many as the
  // machine has now (/proc/net/sockstat), or 50,000.
  std::uint32_t expected_sockets = 0;
  ProtocolSet protocols = ProtocolSet::all();  // of no others are sockets asked for later
  bool without_fd =
      true;  // false: load only what ReaderRequest::unheld = false needs, which is quicker
  bool cut_types = true;  // false: load as where the kernel's types are of a kind that is not known
                          // here (btf_cut.h)
  bool prefetch = true;   // false: walk as on kernels that cannot ask for the next sockets' memory
                          // ahead (before Linux 6.2)
};

struct ReaderRequest {
  ProtocolSet protocols = ProtocolSet::all();
  bool traffic = true;     // bytes, packets, rtt, retransmits of TCP and MPTCP
  bool memory = false;     // as in SampleRequest
  bool without_fd = true;  // also TCP, UDP, UNIX and netlink sockets that no process holds by an fd
  unsigned threads = 0;    // 0: one for each core
};

struct WaitingConnection {
  std::uint32_t socket = 0;  // index into SocketReading::sockets
  Cookie listener;
};

struct SocketReading {
  // Each socket once. process: index into `processes` where one process alone holds it; kNoIndex
  // where several do (then all their fds stand in `shared`), or none does. last_process: who held
  // it when the walk began, if it was closed since.
  std::vector<Socket> sockets;
  std::vector<ReaderProcess>
      processes;  // all that the reader's pid namespace shows, also those without a socket
  std::vector<Mapping> shared;             // process: index into `processes`; grouped by socket
  std::vector<WaitingConnection> waiting;  // not yet accepted (or half open): at which listener
  std::vector<Mapping> rings;              // file descriptors that may be io_urings; inode: 0
  std::string text;                        // arena of Socket::text
  // Sockets with a file that no fd of a visible process stands for: in flight between processes,
  // held by io_uring or by a process that the reader's pid namespace does not show. They have no
  // process here.
  std::uint64_t held_otherwise = 0;
  std::uint64_t vanished =
      0;  // fds of processes that ended while the walk went on, and have no process here
  std::vector<NetnsId>
      without_fd_read;  // namespaces, beside the reader's, whose unheld sockets were looked for
  ProtocolSet protocols_without_fd;  // of which protocols
  std::vector<NetnsId>
      tcp_without_fd;  // namespaces whose TCP table did not need to be walked (tcp_without_fd.h)
  bool lists_bound_tcp = true;  // false: the kernel's table of TCP has none that are bound and no
                                // more (until Linux 6.7)
  std::vector<NetnsId> counted_tcp;  // of these, those where the kernel's counts alone were enough
  Coverage coverage;                 // ebpf.task_file …: what the kernel refused

  void clear();  // keeps the memory
};

// Names the namespaces to look for unheld sockets in, beside the reader's, once the processes are
// known. What it gives must live until the reading ends.
using NameNamespaces = std::function<std::span<const NetnsHandle>(std::span<const ReaderProcess>)>;

class BpfSocketReader {
 public:
  // Loads the programs: some 15 to 30 ms. not_permitted and not_supported say in plain words what
  // is missing; what part of the programs this kernel cannot do is left out and told by each
  // reading's coverage.
  static Result<std::unique_ptr<BpfSocketReader>> create(const ReaderOptions& options = {});
  ~BpfSocketReader();
  BpfSocketReader(const BpfSocketReader&) = delete;
  BpfSocketReader& operator=(const BpfSocketReader&) = delete;

  // Reads once into `reading`, which is cleared first. Blocks for as long as it takes; one thread
  // at a time. Held sockets come from all namespaces; unheld ones from the reader's own and from
  // `others`, each of which is entered. An error means that nothing could be read.
  Result<void> read(const ReaderRequest& request, std::span<const NetnsHandle> others,
                    SocketReading& reading);
  Result<void> read_in(const ReaderRequest& request, const NameNamespaces& others,
                       SocketReading& reading);

  struct State;

 private:
  explicit BpfSocketReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
