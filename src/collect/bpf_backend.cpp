#include "collect/bpf_backend.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "base/memory_release.h"
#include "base/parallel.h"
#include "collect/bpf_backend_listed.h"
#include "collect/bpf_backend_processes.h"
#include "collect/owners/ring_holders.h"
#include "collect/socket_tables.h"
#include "model/combine.h"
#include "model/netns_number.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

// The network namespaces of the machine, each with one process through which it can be entered.
class Namespaces {
 public:
  Namespaces(bool all, NetnsId own, Coverage& coverage)
      : all_(all), own_(own), coverage_(coverage) {}

  std::span<const NetnsHandle> find(std::span<const ReaderProcess> processes) {
    if (!all_) return {};
    std::vector<NetnsMember> members;
    for (const ReaderProcess& p : processes) {
      if (p.netns != own_ && p.netns != NetnsId{}) members.push_back({p.netns, p.pid});
    }
    Coverage found;
    handles_ = find_namespaces(members, found);
    for (CoverageGap& gap : found.gaps) {
      // The iterator finds the sockets that processes hold, in whatever namespace they are.
      if (gap.id == "netns.unreadable")
        gap.what.text =
            "Sockets without a process, such as those in TIME_WAIT, are missing for the network namespaces that could not be opened ({count})."_text;
      coverage_.add(std::move(gap));
    }
    for (const NetnsHandle& handle : handles_) {
      if (is_own(handle) && !handle.name.empty()) own_name_ = handle.name;
    }
    std::erase_if(handles_, [this](const NetnsHandle& h) { return is_own(h); });
    return handles_;
  }

  [[nodiscard]] NetnsId own() const { return own_; }
  [[nodiscard]] const std::string& own_name() const { return own_name_; }
  [[nodiscard]] std::span<const NetnsHandle> others() const { return handles_; }

 private:
  // Without /proc, the own namespace has no number to compare with.
  [[nodiscard]] bool is_own(const NetnsHandle& h) const {
    return h.id == own_ || (h.own && h.id == NetnsId{});
  }

  bool all_;
  NetnsId own_;
  Coverage& coverage_;
  std::vector<NetnsHandle> handles_;
  std::string own_name_;
};

ProtocolSet without(ProtocolSet set, const ProtocolSet& taken) {
  for (int i = 0; i < kProtocolCount; ++i) {
    if (taken.contains(static_cast<Protocol>(i))) set.remove(static_cast<Protocol>(i));
  }
  return set;
}

// The sockets that the iterator does not provide, per namespace: the tables of protocols without an
// iterator, and all tables of a namespace in which the iterator could not be started.
class OtherTables {
 public:
  OtherTables(const SampleRequest& request, const SocketReading& reading)
      : request_(request), reading_(reading) {}

  void read(const Namespaces& namespaces, Sample& sample) {
    const auto others = namespaces.others();
    std::vector<TablesReading> readings(others.size() + 1);
    for_each_in_parallel(readings.size(), [&](std::size_t i) {
      const bool walked = i == 0 || was_scanned(others[i - 1].id);
      const TablesRequest tables{
          walked ? without(request_.protocols, reading_.protocols_without_fd) : request_.protocols,
          request_.traffic, request_.memory};
      readings[i] = i == 0 ? read_own_socket_tables(namespaces.own(), tables)
                           : read_socket_tables(others[i - 1], tables);
    });
    append_reading(sample, std::move(readings[0]), namespaces.own_name(), true);
    for (std::size_t i = 0; i < others.size(); ++i) {
      const bool told = was_scanned(others[i].id) || readings[i + 1].anything;
      if (!told) sample.coverage.add(unread_namespace_gap(others[i], readings[i + 1].failure));
      append_reading(sample, std::move(readings[i + 1]), others[i].name, false);
    }
  }

 private:
  [[nodiscard]] bool was_scanned(NetnsId id) const {
    return std::ranges::find(reading_.without_fd_read, id) != reading_.without_fd_read.end();
  }

  const SampleRequest& request_;
  const SocketReading& reading_;
};

// Namespaces that have no process left, but still have a socket that some process holds.
class HeldNamespaces {
 public:
  explicit HeldNamespaces(const Sample& sample) {
    for (const Netns& ns : sample.namespaces) known_.insert(ns.id);
  }

  void see(NetnsId id) {
    if (id == last_) return;  // consecutive rows mostly share a namespace
    last_ = id;
    if (known_.insert(id).second) unnamed_.push_back(id);
  }

  void name(Sample& sample) const {
    for (const NetnsId id : unnamed_)
      sample.namespaces.push_back({id, netns_number(id), false, {}, {}, {}});
  }

 private:
  std::unordered_set<NetnsId> known_;
  std::vector<NetnsId> unnamed_;
  NetnsId last_;
};

// Appends the rows of the tables, which are few, to those of the iterator.
void append_to_scanned(Sample& sample, SocketReading& reading) {
  const auto shift = static_cast<std::uint32_t>(reading.text.size());
  for (Socket& s : sample.sockets) s.text.offset += s.text.length != 0 ? shift : 0;
  reading.sockets.insert(reading.sockets.end(), sample.sockets.begin(), sample.sockets.end());
  sample.sockets.swap(reading.sockets);
  sample.tables.text.insert(0, reading.text);
}

// Returns the sockets that have a holder, but no file descriptor.
std::vector<Inode> held_without_fd(const Sample& sample, const SocketReading& reading) {
  std::vector<Inode> found;
  for (const Socket& s : sample.sockets) {
    if (has_unknown_holder(s) && !s.has(SocketFlag::subflow)) found.push_back(s.inode);
  }
  if (found.empty()) return found;
  std::unordered_set<std::uint64_t> shared;
  for (const Mapping& m : reading.shared) shared.insert(m.inode.value());
  std::erase_if(found, [&](Inode inode) { return shared.contains(inode.value()); });
  return found;
}

}  // namespace

Result<std::unique_ptr<BpfBackend>> BpfBackend::create(const ProtocolSet& protocols) {
  ReaderOptions options;
  options.protocols = protocols;
  TRY(reader, BpfSocketReader::create(options));
  return std::unique_ptr<BpfBackend>(new BpfBackend(protocols, std::move(reader)));
}

void BpfBackend::reuse(std::vector<Socket>&& memory) {
  if (!is_oversized(memory)) reading_.sockets = std::move(memory);
}

Result<void> BpfBackend::read(const SampleRequest& request, ProcessScanner& scanner,
                              Sample& sample) {
  ReaderRequest reader;
  reader.protocols = request.protocols;
  reader.traffic = request.traffic;
  reader.memory = request.memory;
  Namespaces namespaces(request.all_namespaces, own_netns_id(), sample.coverage);
  TRY_VOID(reader_->read_in(
      reader, [&](std::span<const ReaderProcess> processes) { return namespaces.find(processes); },
      reading_));
  OtherTables(request, reading_).read(namespaces, sample);
  // For a held socket, the iterator's row is more complete than that of the table.
  const ListedSockets listed(without(request.protocols, reading_.protocols_without_fd),
                             sample.sockets, reading_);
  listed.drop_doubles(sample.sockets, reading_);
  HeldNamespaces held(sample);
  std::erase_if(reading_.sockets, [&](const Socket& s) {
    if ((!request.all_namespaces && s.netns != namespaces.own()) ||
        (!request.unlisted && !listed.contains(s)))
      return true;
    held.see(s.netns);
    return false;
  });
  held.name(sample);
  const bool has_others =
      !reading_.rings.empty() && (reading_.held_otherwise != 0 || !sample.sockets.empty());
  append_to_scanned(sample, reading_);
  if (has_others) find_ring_holders(held_without_fd(sample, reading_), reading_);
  TRY_VOID(take_reader_processes(reading_, scanner, request, sample));
  for (CoverageGap& gap : reading_.coverage.gaps) {
    if (!gap.id.starts_with("ebpf.netns."))
      sample.coverage.add(std::move(gap));  // covered by the tables, or reported above
  }
  sample.vanished_processes = reading_.vanished;
  sample.fds_complete = true;
  combine_held(sample);
  return {};
}

}  // namespace portexplorer
