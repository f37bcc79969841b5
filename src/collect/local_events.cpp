#include "collect/local_events.h"

#include "collect/ebpf/life.h"
#include "collect/event_namespaces.h"
#include "collect/host.h"
#include "collect/process_cache.h"

namespace portexplorer {
namespace {

class LocalEvents final : public EventStream {
 public:
  explicit LocalEvents(std::unique_ptr<KernelLife> life) : life_(std::move(life)), host_(host_facts()) {}

  Result<void> take(EventBatch& batch) override {
    TRY_VOID(life_->take(batch, kPiece));
    processes_.describe(batch.processes);
    namespaces_.describe(batch);
    return {};
  }
  [[nodiscard]] int wake_handle() const override { return life_->event_fd(); }
  [[nodiscard]] const Host& host() const override { return host_; }
  [[nodiscard]] const Coverage& coverage() const override { return life_->coverage(); }

 private:
  static constexpr std::size_t kPiece = 10'000;

  std::unique_ptr<KernelLife> life_;
  Host host_;
  ProcessCache processes_;
  EventNamespaces namespaces_;
};

}  // namespace

Result<std::unique_ptr<EventStream>> make_local_events(const EventRequest& request) {
  TRY(life, KernelLife::create());
  if (request.traffic) TRY_VOID(life->trace(request.traffic));
  return std::make_unique<LocalEvents>(std::move(life));
}

}  // namespace portexplorer
