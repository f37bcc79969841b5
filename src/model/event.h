// What happened to sockets, one happening at a time: lines of the traffic log.
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

// How bytes and packets of all that is not TCP are counted (TCP counts itself).
enum class TrafficCounter : std::uint8_t {
  automatic,   // the first of these that the kernel offers
  tracepoint,  // sock_send_length, sock_recv_length (Linux 6.3): payload of each call
  fexit,   // fexit of the protocols' own functions (where the kernel allows it): payload of each
           // call
  packet,  // cgroup_skb: each packet of an Internet socket, payload without headers
  none,
};

enum class Action : std::uint8_t { open, bind, connect, listen, accept, send, receive, close };
constexpr int kActionCount = static_cast<int>(Action::close) + 1;

[[nodiscard]] std::string_view to_string(Action);  // "open", …
[[nodiscard]] std::optional<Action> action_from_string(std::string_view);

struct SocketEvent {
  Timestamp time;           // when it ended: a connect when its result was known
  std::uint64_t bytes = 0;  // send, receive: of this one call; otherwise 0
  std::int32_t error =
      0;  // 0: success; otherwise an errno: ECONNREFUSED of a refused connect, a reset at close …
  std::uint32_t process =
      kNoIndex;  // index into EventBatch::processes; who did it. kNoIndex: the kernel, or not known
  Socket socket;  // as it was then; Socket::process is as `process`; final counters at close
  Action action = Action::open;
  bool error_known = true;  // false: this kernel does not tell how it ended
  bool bytes_known = true;  // false: of a receive whose size cannot be known
  bool missed =
      false;  // a close that no program reported: `time` is when it was found, bytes are not known
};

// Which sends and receives are told one by one; what is empty holds for all. Decided in the kernel.
struct TraceFilter {
  std::optional<Pid> pid = {};             // as the reader's pid namespace sees it
  std::optional<Uid> uid = {};             // of the process
  std::optional<std::uint32_t> port = {};  // local or remote
  ProtocolSet protocols = ProtocolSet::all();
  std::uint32_t max_rate =
      0;  // at most so many a second; the rest is counted in EventBatch::left_out. 0: all
};

// Events in the order of their time, and what they refer to. `text` is the arena of Socket::text.
struct EventBatch {
  std::vector<SocketEvent> events;
  std::vector<Process>
      processes;  // pid, start_ticks, comm, name, uid, parent; more where it could still be read
  std::string text;
  std::vector<Netns> namespaces;  // that the events happened in
  std::vector<PeerSet> peers;     // of UDP sockets that closed, in the order of their cookies
  std::uint64_t lost =
      0;  // the kernel had no room for so many more, in this time, or they were missed
  std::uint64_t left_out = 0;   // by the limit that was asked for (at most so many a second)
  std::uint64_t unchecked = 0;  // at the end: connections of which nobody can say whether they are
                                // open or their close was missed
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
  std::optional<TraceFilter> traffic;  // also sends and receives; empty: life events only
};

// A running log. What happens between its making and its end is told once, or counted as lost. One
// thread at a time.
class EventStream {
 public:
  EventStream() = default;
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  virtual ~EventStream() = default;

  // What happened since the last call, into `batch`, which is cleared first. Does not wait.
  virtual Result<void> take(EventBatch& batch) = 0;
  // After the last take(): closes that were missed, as far as can be found out, into `batch`, which
  // is cleared first. May block as long as reading the socket tables does.
  virtual Result<void> finish(EventBatch& batch) {
    batch.clear();
    return {};
  }
  // Readable when there is something to take: what the system waits on (Linux: an fd for poll).
  // Belongs to the stream.
  [[nodiscard]] virtual int wake_handle() const = 0;
  // The machine that the events come from.
  [[nodiscard]] virtual const Host& host() const = 0;
  // What this log will not tell, and why.
  [[nodiscard]] virtual const Coverage& coverage() const = 0;
};

}  // namespace portexplorer
