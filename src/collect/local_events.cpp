#include "collect/local_events.h"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include <optional>
#include <string>

#include "base/clocks.h"
#include "base/unique_fd.h"
#include "collect/ebpf/tracer/socket_tracer.h"
#include "collect/host.h"
#include "collect/local_source.h"
#include "collect/observe/event_history.h"
#include "collect/observe/event_namespaces.h"
#include "collect/observe/event_processes.h"
#include "collect/observe/open_connections.h"

namespace portexplorer {
namespace {

Timestamp now() {
  timespec t{};
  ::clock_gettime(CLOCK_REALTIME, &t);
  return Timestamp{static_cast<std::int64_t>(t.tv_sec) * kNanosecondsPerSecond + t.tv_nsec};
}

// Uses the BPF backend, which also returns sockets that are in no table: the connection has ended,
// but a process still holds the socket.
SampleRequest tables_request() {
  SampleRequest request;
  request.protocols = {Protocol::tcp};
  request.traffic = false;
  request.process_details = false;
  request.unlisted = true;
  request.backend = Backend::bpf;
  return request;
}

// Wakes the reader periodically to compare the log with the socket tables, even if no events occur.
class ComparisonAlarm {
 public:
  static Result<ComparisonAlarm> set(int events) {
    constexpr time_t kSecondsBetween = 30;
    UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    UniqueFd either(::epoll_create1(EPOLL_CLOEXEC));
    const itimerspec period{{kSecondsBetween, 0}, {kSecondsBetween, 0}};
    epoll_event readable{EPOLLIN, {}};
    const bool is_set = timer && either &&
                        ::timerfd_settime(timer.get(), 0, &period, nullptr) == 0 &&
                        ::epoll_ctl(either.get(), EPOLL_CTL_ADD, timer.get(), &readable) == 0 &&
                        ::epoll_ctl(either.get(), EPOLL_CTL_ADD, events, &readable) == 0;
    if (!is_set) return fail_errno(errno, "the log could not set its timer");
    return ComparisonAlarm(std::move(timer), std::move(either));
  }

  // Returns whether the period has passed, and resets the alarm.
  [[nodiscard]] bool rings() const {
    std::uint64_t times = 0;
    return ::read(timer_.get(), &times, sizeof times) == sizeof times;
  }

  // Readable when events are pending or the period has passed.
  [[nodiscard]] int wake_handle() const { return either_.get(); }

 private:
  ComparisonAlarm(UniqueFd timer, UniqueFd either)
      : timer_(std::move(timer)), either_(std::move(either)) {}

  UniqueFd timer_;
  UniqueFd either_;
};

class LocalEvents final : public EventStream {
 public:
  static Result<std::unique_ptr<EventStream>> start(std::unique_ptr<SocketTracer> tracer) {
    TRY(alarm, ComparisonAlarm::set(tracer->event_fd()));
    return std::unique_ptr<EventStream>(new LocalEvents(std::move(tracer), std::move(alarm)));
  }

  Result<void> take(EventBatch& batch) override {
    TRY_VOID(take_some(batch, kPiece));
    // Only after all pending events have been taken: one of them may be the close.
    if (batch.events.empty() && alarm_.rings()) TRY_VOID(append_missed(batch, false));
    namespaces_.describe(batch);
    return {};
  }

  Result<void> finish(EventBatch& batch) override {
    batch.clear();
    TRY_VOID(append_missed(batch, true));
    namespaces_.describe(batch);
    return {};
  }

  [[nodiscard]] int wake_handle() const override { return alarm_.wake_handle(); }
  [[nodiscard]] const Host& host() const override { return host_; }
  [[nodiscard]] const Coverage& coverage() const override { return tracer_->coverage(); }

 private:
  LocalEvents(std::unique_ptr<SocketTracer> tracer, ComparisonAlarm alarm)
      : tracer_(std::move(tracer)), alarm_(std::move(alarm)), host_(host_facts()) {}

  static constexpr std::size_t kPiece = 10'000;
  static constexpr std::int64_t kYoung =
      2 * kNanosecondsPerSecond;  // younger connections are not compared

  Result<void> take_some(EventBatch& batch, std::size_t most) {
    TRY_VOID(tracer_->take(batch, most));
    memory_.complete(batch);
    processes_.describe(batch.processes);
    open_.note(batch);
    return {};
  }

  // Appends the closes that were not reported. Events that the kernel reports while the tables are
  // read are taken first.
  Result<void> append_missed(EventBatch& batch, bool is_final) {
    const auto candidates = open_.begun_before(Timestamp{now().value() - (is_final ? 0 : kYoung)});
    if (candidates.empty() && !is_final) return {};
    std::string unknown;
    std::shared_ptr<const Sample> tables;
    if (!candidates.empty()) {
      if (tables_ == nullptr) tables_ = make_local_source();
      const auto read = tables_->sample(tables_request());
      if (read) tables = *read;
      unknown = read ? why_incomplete(*tables) : read.error().what;
    }
    TRY_VOID(take_some(batch, SIZE_MAX));  // bounded by what the ring and its reader hold
    if (tables != nullptr && unknown.empty())
      open_.append_missed(open_.gone(candidates, *tables, is_final), now(), batch);
    if (is_final) add_unchecked(candidates, std::move(unknown), batch);
    return {};
  }

  void add_unchecked(const std::vector<std::uint64_t>& candidates, std::string reason,
                     EventBatch& batch) const {
    if (!reason.empty()) batch.unchecked = open_.count_of(candidates);
    if (open_.not_remembered() > 0) {
      batch.unchecked += open_.not_remembered();
      if (reason.empty()) reason = "too many were open at once";
    }
    batch.unchecked_reason = std::move(reason);
  }

  std::unique_ptr<SocketTracer> tracer_;
  ComparisonAlarm alarm_;
  Host host_;
  EventProcesses processes_;
  EventHistory memory_;
  EventNamespaces namespaces_;
  OpenConnections open_;
  std::unique_ptr<SocketSource> tables_;
};

}  // namespace

Result<std::unique_ptr<EventStream>> make_local_events(const EventRequest& request) {
  TRY(tracer, SocketTracer::create());
  if (request.traffic) TRY_VOID(tracer->trace(request.traffic));
  return LocalEvents::start(std::move(tracer));
}

}  // namespace portexplorer
