// The life of every socket of the machine, told by the kernel's own programs for as long as this
// object lives: who made it and when, who connected, accepted and closed it, and what it moved;
// also of sockets and processes that live for less than a millisecond. Nothing is pinned; all ends
// with the object, or with the process, however it ends.
//
// An accept is told when the accepting process is known: at once where it asks for the peer's
// address, or where functions can be followed; otherwise with the first send, receive or close. Who
// accepted is told only where it is certain; a connection that was handed to a stranger before its
// first use has nobody. A connection cut off without a close (connect() to AF_UNSPEC) is told as a
// close too.
//
// Traffic of all but TCP and MPTCP: tracepoints and functions count what calls moved, a packet
// being a call; raw IPv4 sockets receive the IP header too. Packets count what reached the socket
// or left it, also what was then dropped for lack of room, each segment of a large send as one.
//
// Wants CAP_BPF and CAP_PERFMON in the first user namespace; CAP_NET_ADMIN for what hangs on
// cgroups. What is missing is left out and told by coverage.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "collect/ebpf/tracer/counted_traffic.h"
#include "model/coverage.h"
#include "model/event.h"

namespace portexplorer {

struct TracerOptions {
  TrafficCounter traffic = TrafficCounter::automatic;
  std::uint32_t ring_bytes = 8u << 20;    // between kernel and reader; a power of two of pages
  std::size_t waiting_bytes = 64u << 20;  // of records that wait for take(), outside that ring
  bool reads_in_place =
      true;  // false: read the kernel's memory as on kernels before Linux 6.2 (bpf/read_memory.h)
  std::uint32_t slots =
      8192;  // for sockets that are cheap to follow (bpf/tracer_state_store.h); a power of two
  bool follows_splices =
      true;  // for trace(): also receives by splice(), where calls are seen by tracepoints
  // For tests, which of the programs that see TCP's states are there: second_programs, as if the
  // first ones never ran; cgroup_programs, as where the kernel runs no tracing program;
  // tracing_programs, as without cgroups (bpf/tracer.bpf.c).
  enum class Only : std::uint8_t { all, second_programs, cgroup_programs, tracing_programs };
  Only only = Only::all;
};

class SocketTracer {
 public:
  // Loads and attaches. not_permitted and not_supported say in plain words what is missing.
  static Result<std::unique_ptr<SocketTracer>> create(const TracerOptions& options = {});
  ~SocketTracer();
  SocketTracer(const SocketTracer&) = delete;
  SocketTracer& operator=(const SocketTracer&) = delete;

  // Takes what happened since the last call, in order of time; at most about `most` events, the
  // rest with the next call. Does not block. A thread of this object's empties the kernel's buffer
  // meanwhile, into a bounded place; what did not fit is counted in `lost`. One thread at a time.
  Result<void> take(EventBatch& batch, std::size_t most = SIZE_MAX);

  // Readable (poll) when there is something to take.
  [[nodiscard]] int event_fd() const;

  // Tells each send and receive too, from now on; nullopt: no more.
  Result<void> trace(const std::optional<TraceFilter>& filter);

  // The way that is used, and what this kernel or privilege does not give.
  [[nodiscard]] TrafficCounter traffic_counter() const;
  [[nodiscard]] bool reads_in_place() const;
  [[nodiscard]] const Coverage& coverage() const;

  // When it began to see: sockets made later have an exact created_at. CLOCK_REALTIME.
  [[nodiscard]] Timestamp since() const;

  // Where the programs keep what is known of each socket. Valid as long as this object.
  [[nodiscard]] TracerMaps maps() const;

  struct State;

 private:
  explicit SocketTracer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
