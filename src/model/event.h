// Socket events as they occur: lines of the traffic log.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/coverage.h"
#include "model/sample.h"

namespace portexplorer {

// How bytes and packets of protocols other than TCP are counted. TCP has its own counters.
enum class TrafficCounter : std::uint8_t {
  automatic,   // the first supported one of the following
  tracepoint,  // sock_send_length, sock_recv_length (Linux 6.3): payload of each call
  // fexit of the functions of the protocols (if the kernel permits it): payload of each call.
  fexit,
  packet,  // cgroup_skb: each packet of an Internet socket, payload without headers
  none,
};

enum class Action : std::uint8_t { open, bind, connect, listen, accept, send, receive, close };
constexpr int kActionCount = static_cast<int>(Action::close) + 1;

[[nodiscard]] std::string_view to_string(Action);  // "open", …
[[nodiscard]] std::optional<Action> action_from_string(std::string_view);

struct SocketEvent {
  Timestamp time;           // of its completion; for connect, when the result was known
  std::uint64_t bytes = 0;  // send, receive: of this call; otherwise 0
  // 0 for success, otherwise an errno: ECONNREFUSED of a refused connect, a reset at close, …
  std::int32_t error = 0;
  // Who caused it: an index into EventBatch::processes. kNoIndex: the kernel, or unknown.
  std::uint32_t process = kNoIndex;
  // State at the time of the event. Socket::process equals `process`; a close has the final
  // counters.
  Socket socket;
  Action action = Action::open;
  bool error_known = true;  // false: this kernel does not report the result
  bool bytes_known = true;  // false: a receive of unknown size
  // A close that no event reported: `time` is when it was detected, and its bytes are unknown.
  bool missed = false;
};

// Selects the sends and receives that are logged individually. An empty member matches all. The BPF
// programs apply it, so calls that do not match cost little.
struct TraceFilter {
  std::optional<Pid> pid = {};             // in the reader's PID namespace
  std::optional<Uid> uid = {};             // of the process
  std::optional<std::uint32_t> port = {};  // local or remote
  ProtocolSet protocols = ProtocolSet::all();
  // At most this many per second; the rest is counted in EventBatch::left_out. 0: no limit.
  std::uint32_t max_rate = 0;
};

// Events in order of time, and the tables that they refer to. `text` is the arena of Socket::text.
struct EventBatch {
  std::vector<SocketEvent> events;
  // With pid, start_ticks, comm, name, uid and parent; more if it could still be read.
  std::vector<Process> processes;
  std::string text;
  std::vector<Netns> namespaces;  // in which the events occurred
  std::vector<PeerSet> peers;     // of UDP sockets that closed, sorted by cookie
  // Events that did not fit into the kernel's buffer since the last batch, or were missed.
  std::uint64_t lost = 0;
  std::uint64_t left_out = 0;  // not logged because of TraceFilter::max_rate
  // At the end of the log: connections of which it is unknown whether they are still open or their
  // close was missed.
  std::uint64_t unchecked = 0;
  std::string unchecked_reason;

  void clear() {
    events.clear();
    processes.clear();
    text.clear();
    namespaces.clear();
    peers.clear();
    lost = left_out = unchecked = 0;
    unchecked_reason.clear();
  }
};

struct EventRequest {
  std::optional<TraceFilter> traffic;  // also sends and receives; empty: only open to close
};

// A running log. Reports every event between its creation and its destruction once, or counts it as
// lost. One thread at a time.
class EventStream {
 public:
  EventStream() = default;
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  virtual ~EventStream() = default;

  // Moves the events since the last call into `batch`, which is cleared first. Does not block.
  virtual Result<void> take(EventBatch& batch) = 0;
  // Must be called after the last take(). Puts missed closes, as far as they can be determined,
  // into `batch`, which is cleared first. May block as long as reading the socket tables does.
  virtual Result<void> finish(EventBatch& batch) {
    batch.clear();
    return {};
  }
  // Returns a handle that becomes readable when events are available (Linux: an fd for poll). Owned
  // by the stream.
  [[nodiscard]] virtual int wake_handle() const = 0;
  // Returns the machine that the events come from.
  [[nodiscard]] virtual const Host& host() const = 0;
  // Returns what this log does not report, and why.
  [[nodiscard]] virtual const Coverage& coverage() const = 0;
};

}  // namespace portexplorer
