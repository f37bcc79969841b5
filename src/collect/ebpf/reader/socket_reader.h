// Reads all sockets of all processes in all network namespaces with BPF socket iterators: owner,
// addresses, state, queues and counters, and also the sockets that no process holds. No join with
// /proc is needed.
//
// Requires BTF and the iterators iter/task_file (Linux 5.11; limited to one process: 6.1), netlink
// (5.8), tcp and udp (5.9), and unix (5.15). Requires CAP_BPF and CAP_PERFMON in the initial user
// namespace, and CAP_SYS_ADMIN to list sockets without a process in network namespaces other than
// the reader's. Nothing is pinned, and nothing is attached to any kernel path. Everything is
// unloaded when the object is destroyed or the process ends, however it ends.
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
  // Expected number of sockets. The programs keep a mark of 8 bytes for each of four times as many
  // sockets. If there are more, readings are slower but still correct. 0: the current number of
  // sockets (/proc/net/sockstat), or 50,000 if it is unknown.
  std::uint32_t expected_sockets = 0;
  // Sockets of other protocols cannot be requested later.
  ProtocolSet protocols = ProtocolSet::all();
  // false: load only what ReaderRequest::without_fd = false requires, which is faster.
  bool without_fd = true;
  // false: load as if the kernel's BTF contained unknown kinds (btf_subset.h).
  bool cut_types = true;
  // false: read as on kernels without prefetching (before Linux 6.2).
  bool prefetch = true;
};

struct ReaderRequest {
  ProtocolSet protocols = ProtocolSet::all();
  bool traffic = true;  // bytes, packets, RTT and retransmits of TCP and MPTCP
  bool memory = false;  // as in SampleRequest
  // Also list TCP, UDP, unix and netlink sockets that no process holds by an fd.
  bool without_fd = true;
  unsigned threads = 0;  // 0: one per core
};

struct WaitingConnection {
  std::uint32_t socket = 0;  // index into SocketReading::sockets
  Cookie listener;
};

struct SocketReading {
  // Each socket once. `process` is an index into `processes` if exactly one process holds the
  // socket. It is kNoIndex if several do, in which case `shared` lists all their fds, or if none
  // does. `last_process` is the process that held the socket when the reading started, if it has
  // been closed since.
  std::vector<Socket> sockets;
  // All processes that are visible in the reader's PID namespace, including those without sockets.
  std::vector<ReaderProcess> processes;
  std::vector<Mapping> shared;  // `process` is an index into `processes`; grouped by socket
  // Connections that are half-open or not accepted yet, with their listener.
  std::vector<WaitingConnection> waiting;
  std::vector<Mapping> rings;  // fds that may be io_urings; `inode` is 0
  std::string text;            // storage of Socket::text
  // Sockets that have a file to which no fd of a visible process refers. They are in flight between
  // processes, or held by an io_uring or by a process outside the reader's PID namespace. They have
  // no process.
  std::uint64_t held_otherwise = 0;
  // Fds of processes that exited during the reading. They have no process.
  std::uint64_t vanished = 0;
  // Network namespaces, other than the reader's, in which sockets without an fd were read.
  std::vector<NetnsId> without_fd_read;
  // Protocols for which sockets without an fd were read.
  ProtocolSet protocols_without_fd;
  // Namespaces whose whole TCP table did not have to be read (tcp_without_fd.h).
  std::vector<NetnsId> tcp_without_fd;
  // false: the kernel's TCP table does not include sockets that are only bound (before Linux 6.8).
  bool lists_bound_tcp = true;
  // The subset of tcp_without_fd in which the kernel's counts alone were sufficient.
  std::vector<NetnsId> counted_tcp;
  Coverage coverage;  // ebpf.task_file and others: what the kernel refused

  void clear();  // keeps the allocated memory
};

// Returns the network namespaces, other than the reader's, in which to read sockets without an fd.
// Called when the processes are known. The returned span must remain valid until the reading ends.
using NameNamespaces = std::function<std::span<const NetnsHandle>(std::span<const ReaderProcess>)>;

class BpfSocketReader {
 public:
  // Loads the programs, which takes 15 to 30 ms. The errors not_permitted and not_supported explain
  // what is missing. Programs that this kernel does not support are left out and reported in the
  // coverage of each reading.
  static Result<std::unique_ptr<BpfSocketReader>> create(const ReaderOptions& options = {});
  ~BpfSocketReader();
  BpfSocketReader(const BpfSocketReader&) = delete;
  BpfSocketReader& operator=(const BpfSocketReader&) = delete;

  // Reads once into `reading`, which is cleared first. Blocks until the reading is complete. Must
  // not be called on several threads at once. Sockets with an fd are read from all namespaces;
  // sockets without one from the reader's own namespace and from `others`, each of which is
  // entered. Fails only if nothing could be read.
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
