// Stands in where the kernel programs were not built.
#include "collect/ebpf/life.h"

namespace portexplorer {

struct KernelLife::State {
  Coverage coverage;
};

KernelLife::KernelLife(std::unique_ptr<State> state) : state_(std::move(state)) {}
KernelLife::~KernelLife() = default;

Result<std::unique_ptr<KernelLife>> KernelLife::create(const LifeOptions&) {
  return fail(ErrorKind::not_supported, "this portexplorer was built without its kernel programs");
}

Result<void> KernelLife::take(EventBatch&, std::size_t) {
  return fail(ErrorKind::not_supported, "this portexplorer was built without its kernel programs");
}

Result<void> KernelLife::trace(const std::optional<TraceFilter>&) {
  return fail(ErrorKind::not_supported, "this portexplorer was built without its kernel programs");
}

int KernelLife::event_fd() const { return -1; }
TrafficCounter KernelLife::traffic_counter() const { return TrafficCounter::none; }
bool KernelLife::reads_in_place() const { return false; }
const Coverage& KernelLife::coverage() const { return state_->coverage; }
Timestamp KernelLife::since() const { return {}; }
LifeMaps KernelLife::maps() const { return {}; }

}  // namespace portexplorer
