// Traces all sockets of the machine with BPF programs for the lifetime of this object: who created,
// connected, accepted and closed them and when, and how much they transferred. Sockets and
// processes that exist for less than a millisecond are included. Nothing is pinned. Everything is
// unloaded when the object is destroyed or the process ends, however it ends.
//
// An accept is reported when the accepting process is known: immediately if it asks for the address
// of the peer or if fexit programs are available, otherwise with the first send, receive or close.
// The accepting process is reported only if it is certain. If a connection is passed to an
// unrelated process before its first use, it has none. A connection that is terminated without a
// close (connect() to AF_UNSPEC) is also reported as a close.
//
// Traffic of all protocols except TCP and MPTCP: tracepoint and fexit programs count the payload of
// calls, and each call as a packet. For raw IPv4 sockets, received bytes include the IP header. The
// packet counter includes everything that reached or left the socket, even if it was then dropped
// for lack of buffer space, and each segment of a large send as one packet.
//
// Requires CAP_BPF and CAP_PERFMON in the initial user namespace, and CAP_NET_ADMIN for cgroup
// programs. What is missing is left out and reported by coverage().
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
  std::uint32_t ring_bytes = 8u << 20;  // size of the kernel's ring buffer; a power of two of pages
  // Limit of the records that wait for take() in user space.
  std::size_t waiting_bytes = 64u << 20;
  // false: read kernel memory as on kernels before Linux 6.2 (bpf/read_memory.h).
  bool reads_in_place = true;
  // Number of slots for per-socket state (bpf/tracer_state_store.h). A power of two.
  std::uint32_t slots = 8192;
  // For trace(): also report receives by splice() if calls are traced with tracepoints.
  bool follows_splices = true;
  // For tests: which of the programs that follow TCP states are used. second_programs: as if the
  // first tracing programs never ran. cgroup_programs: as if the kernel ran no tracing programs.
  // tracing_programs: as without cgroup programs (bpf/tracer.bpf.c).
  enum class Only : std::uint8_t { all, second_programs, cgroup_programs, tracing_programs };
  Only only = Only::all;
};

class SocketTracer {
 public:
  // Loads and attaches the programs. The errors not_permitted and not_supported explain what is
  // missing.
  static Result<std::unique_ptr<SocketTracer>> create(const TracerOptions& options = {});
  ~SocketTracer();
  SocketTracer(const SocketTracer&) = delete;
  SocketTracer& operator=(const SocketTracer&) = delete;

  // Returns the events since the last call in order of time, at most about `most`; the rest is
  // returned by the next call. Does not block. Meanwhile a thread of this object empties the
  // kernel's ring into a bounded buffer; records that do not fit are counted in `lost`. Must not be
  // called on several threads at once.
  Result<void> take(EventBatch& batch, std::size_t most = SIZE_MAX);

  // Readable (poll) when there are events to take.
  [[nodiscard]] int event_fd() const;

  // Starts to report single sends and receives. nullopt stops it.
  Result<void> trace(const std::optional<TraceFilter>& filter);

  // The methods in use, and what this kernel or the privileges do not allow.
  [[nodiscard]] TrafficCounter traffic_counter() const;
  [[nodiscard]] bool reads_in_place() const;
  [[nodiscard]] const Coverage& coverage() const;

  // Start of the trace: sockets created later have an exact created_at. CLOCK_REALTIME.
  [[nodiscard]] Timestamp since() const;

  // The maps with the per-socket state. Valid for the lifetime of this object.
  [[nodiscard]] TracerMaps maps() const;

  struct State;

 private:
  explicit SocketTracer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace portexplorer
