// Replaces the socket reader and the socket tracer in a build without BPF programs: creating either
// fails with not_supported.
#include "collect/ebpf/reader/socket_reader.h"
#include "collect/ebpf/tracer/counted_traffic.h"
#include "collect/ebpf/tracer/socket_tracer.h"

namespace portexplorer {
namespace {

tl::unexpected<Error> not_built() {
  return fail(ErrorKind::not_supported, "this portexplorer was built without BPF programs");
}

}  // namespace

struct KernelWalk::State {};

KernelWalk::KernelWalk(std::unique_ptr<State> state) : state_(std::move(state)) {}
KernelWalk::~KernelWalk() = default;

Result<std::unique_ptr<KernelWalk>> KernelWalk::create(const WalkOptions&) { return not_built(); }
Result<void> KernelWalk::read(const WalkRequest&, std::span<const NetnsHandle>, WalkReading&) {
  return not_built();
}
Result<void> KernelWalk::read_in(const WalkRequest&, const NameNamespaces&, WalkReading&) {
  return not_built();
}

struct KernelLife::State {
  Coverage coverage;
};

KernelLife::KernelLife(std::unique_ptr<State> state) : state_(std::move(state)) {}
KernelLife::~KernelLife() = default;

Result<std::unique_ptr<KernelLife>> KernelLife::create(const LifeOptions&) { return not_built(); }
Result<void> KernelLife::take(EventBatch&, std::size_t) { return not_built(); }
Result<void> KernelLife::trace(const std::optional<TraceFilter>&) { return not_built(); }
int KernelLife::event_fd() const { return -1; }
TrafficCounter KernelLife::traffic_counter() const { return TrafficCounter::none; }
bool KernelLife::reads_in_place() const { return false; }
const Coverage& KernelLife::coverage() const { return state_->coverage; }
Timestamp KernelLife::since() const { return {}; }
LifeMaps KernelLife::maps() const { return {}; }

struct CountedTraffic::State {};

CountedTraffic::CountedTraffic(std::unique_ptr<State> state) : state_(std::move(state)) {}
CountedTraffic::~CountedTraffic() = default;

Result<std::unique_ptr<CountedTraffic>> CountedTraffic::create(const LifeMaps&) {
  return not_built();
}
Result<void> CountedTraffic::read(std::vector<TrafficCount>&) { return {}; }
Result<void> CountedTraffic::read_peers(std::vector<PeerSet>&) { return {}; }

}  // namespace portexplorer
