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

struct BpfSocketReader::State {};

BpfSocketReader::BpfSocketReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
BpfSocketReader::~BpfSocketReader() = default;

Result<std::unique_ptr<BpfSocketReader>> BpfSocketReader::create(const ReaderOptions&) {
  return not_built();
}
Result<void> BpfSocketReader::read(const ReaderRequest&, std::span<const NetnsHandle>,
                                   SocketReading&) {
  return not_built();
}
Result<void> BpfSocketReader::read_in(const ReaderRequest&, const NameNamespaces&, SocketReading&) {
  return not_built();
}

struct SocketTracer::State {
  Coverage coverage;
};

SocketTracer::SocketTracer(std::unique_ptr<State> state) : state_(std::move(state)) {}
SocketTracer::~SocketTracer() = default;

Result<std::unique_ptr<SocketTracer>> SocketTracer::create(const TracerOptions&) {
  return not_built();
}
Result<void> SocketTracer::take(EventBatch&, std::size_t) { return not_built(); }
Result<void> SocketTracer::trace(const std::optional<TraceFilter>&) { return not_built(); }
int SocketTracer::event_fd() const { return -1; }
TrafficCounter SocketTracer::traffic_counter() const { return TrafficCounter::none; }
bool SocketTracer::reads_in_place() const { return false; }
const Coverage& SocketTracer::coverage() const { return state_->coverage; }
Timestamp SocketTracer::since() const { return {}; }
TracerMaps SocketTracer::maps() const { return {}; }

struct CountedTraffic::State {};

CountedTraffic::CountedTraffic(std::unique_ptr<State> state) : state_(std::move(state)) {}
CountedTraffic::~CountedTraffic() = default;

Result<std::unique_ptr<CountedTraffic>> CountedTraffic::create(const TracerMaps&) {
  return not_built();
}
Result<void> CountedTraffic::read(std::vector<TrafficCount>&) { return {}; }
Result<void> CountedTraffic::read_peers(std::vector<PeerSet>&) { return {}; }

}  // namespace portexplorer
