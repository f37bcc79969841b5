#include "collect/local_events.h"

#include <time.h>

#include <chrono>
#include <optional>

#include "collect/ebpf/life.h"
#include "collect/event_namespaces.h"
#include "collect/host.h"
#include "collect/local_source.h"
#include "collect/open_connections.h"
#include "collect/process_cache.h"

namespace portexplorer {
namespace {

Timestamp now() {
  timespec t{};
  ::clock_gettime(CLOCK_REALTIME, &t);
  return Timestamp{static_cast<std::int64_t>(t.tv_sec) * kNanosecondsPerSecond + t.tv_nsec};
}

// By the kernel's own programs: they also see sockets that are in no table, since their connection has ended and a process has
// them still.
SampleRequest tables_request() {
  SampleRequest request;
  request.protocols = {Protocol::tcp};
  request.traffic = false;
  request.process_details = false;
  request.unlisted = true;
  request.collector = Collector::kernel;
  return request;
}

class LocalEvents final : public EventStream {
 public:
  explicit LocalEvents(std::unique_ptr<KernelLife> life) : life_(std::move(life)), host_(host_facts()) {}

  Result<void> take(EventBatch& batch) override {
    TRY_VOID(take_some(batch));
    const auto time = std::chrono::steady_clock::now();
    // Only once all that waited has been taken: a close may be in it.
    if (batch.events.empty() && time >= next_comparison_) {
      next_comparison_ = time + kBetweenComparisons;
      TRY_VOID(append_missed(batch, false));
    }
    namespaces_.describe(batch);
    return {};
  }

  Result<void> finish(EventBatch& batch) override {
    batch.clear();
    TRY_VOID(append_missed(batch, true));
    namespaces_.describe(batch);
    return {};
  }

  [[nodiscard]] int wake_handle() const override { return life_->event_fd(); }
  [[nodiscard]] const Host& host() const override { return host_; }
  [[nodiscard]] const Coverage& coverage() const override { return life_->coverage(); }

 private:
  static constexpr std::size_t kPiece = 10'000;
  static constexpr auto kBetweenComparisons = std::chrono::seconds(30);
  static constexpr std::int64_t kYoung = 2 * kNanosecondsPerSecond;  // too soon to be compared

  Result<void> take_some(EventBatch& batch) {
    TRY_VOID(life_->take(batch, kPiece));
    processes_.describe(batch.processes);
    open_.note(batch);
    return {};
  }

  // Appends the closes that no program reported. What the kernel reports while its tables are read goes first.
  Result<void> append_missed(EventBatch& batch, bool is_final) {
    const auto candidates = open_.begun_before(Timestamp{now().value() - kYoung});
    if (candidates.empty()) return {};
    if (tables_ == nullptr) tables_ = make_local_source();
    const auto tables = tables_->sample(tables_request());
    if (!tables) return {};  // proves nothing
    TRY_VOID(take_some(batch));
    open_.append_missed(batch.events.size() < kPiece ? open_.gone(candidates, **tables, is_final) : std::vector<std::uint64_t>(), now(),
                        batch);
    return {};
  }

  std::unique_ptr<KernelLife> life_;
  Host host_;
  ProcessCache processes_;
  EventNamespaces namespaces_;
  OpenConnections open_;
  std::unique_ptr<SocketSource> tables_;
  std::chrono::steady_clock::time_point next_comparison_ = std::chrono::steady_clock::now() + kBetweenComparisons;
};

}  // namespace

Result<std::unique_ptr<EventStream>> make_local_events(const EventRequest& request) {
  TRY(life, KernelLife::create());
  if (request.traffic) TRY_VOID(life->trace(request.traffic));
  return std::make_unique<LocalEvents>(std::move(life));
}

}  // namespace portexplorer
