#include "collect/bpf_backend_processes.h"

#include <algorithm>
#include <string>
#include <utility>

namespace portexplorer {
namespace {

Process known_by_reader(const ReaderProcess& walked) {
  Process process;
  process.pid = walked.pid;
  process.start_ticks = walked.start_ticks;
  process.parent = walked.parent;
  process.uid = Uid{walked.uid};
  process.user = std::to_string(walked.uid);
  process.comm = walked.comm_text();
  process.name = process.comm;
  process.program = process.comm;
  process.netns = walked.netns;
  return process;
}

// Maps each process that the sample refers to, by index into reading.processes, to its index in
// Sample::tables.processes.
class Places {
 public:
  Places(const SocketReading& reading, const Sample& sample)
      : reading_(reading), place_(reading.processes.size(), kNoIndex) {
    for (const Socket& s : sample.sockets) {
      name(s.process);
      name(s.last_process());
    }
    for (const Mapping& m : reading.shared) name(m.process);
    std::ranges::sort(named_, {}, [&](std::uint32_t i) { return reading_.processes[i].pid; });
    for (std::uint32_t at = 0; at < named_.size(); ++at) place_[named_[at]] = at;
  }

  [[nodiscard]] std::uint32_t of(std::uint32_t walked) const {
    return walked == kNoIndex ? kNoIndex : place_[walked];
  }
  [[nodiscard]] const std::vector<std::uint32_t>& named() const { return named_; }

 private:
  void name(std::uint32_t walked) {
    if (walked == kNoIndex || std::exchange(place_[walked], 0) != kNoIndex) return;
    named_.push_back(walked);
  }

  const SocketReading& reading_;
  std::vector<std::uint32_t> place_;
  std::vector<std::uint32_t> named_;
};

}  // namespace

Result<void> take_reader_processes(const SocketReading& reading, ProcessScanner& scanner,
                                   const SampleRequest& request, Sample& sample) {
  const Places places(reading, sample);
  std::vector<ProcessIdentity> identities;
  identities.reserve(places.named().size());
  for (const std::uint32_t i : places.named()) {
    const ReaderProcess& walked = reading.processes[i];
    identities.push_back(
        {walked.pid, walked.start_ticks, std::string(walked.comm_text()), Uid{walked.uid}});
  }
  ScanRequest details;
  details.details = request.process_details;
  TRY(described, scanner.describe(identities, details));
  sample.sees_all_namespaces = described.sees_all_namespaces;
  auto& processes = sample.tables.processes;
  processes.reserve(identities.size());
  for (std::size_t i = 0; i < identities.size(); ++i) {
    auto& process = described.processes[i];
    processes.push_back(process ? std::move(*process)
                                : known_by_reader(reading.processes[places.named()[i]]));
  }
  for (CoverageGap& gap : described.coverage.gaps) sample.coverage.add(std::move(gap));
  for (Socket& s : sample.sockets) {
    s.process = places.of(s.process);
    s.set_last_process(places.of(s.last_process()));
  }
  sample.mappings = reading.shared;
  for (Mapping& m : sample.mappings) m.process = places.of(m.process);
  // In the order of the netlink backend: combine() requires the fds of one process to be adjacent.
  std::ranges::stable_sort(sample.mappings, {}, &Mapping::process);
  return {};
}

}  // namespace portexplorer
