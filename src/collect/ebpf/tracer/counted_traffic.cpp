#include "collect/ebpf/tracer/counted_traffic.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <counters.skel.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/memory_release.h"
#include "base/unique_fd.h"
#include "bpf/records.h"
#include "collect/ebpf/loader/core_types.h"
#include "collect/ebpf/loader/kernel_names.h"
#include "collect/ebpf/loader/libbpf_log.h"
#include "collect/ebpf/loader/load_error.h"
#include "collect/ebpf/peer_records.h"

namespace portexplorer {
namespace {

struct Destroy {
  void operator()(counters_bpf* skeleton) const { counters_bpf__destroy(skeleton); }
};
using Skeleton = std::unique_ptr<counters_bpf, Destroy>;

TrafficCount count_of(const std::byte* bytes) {
  pe_count_record r;
  std::memcpy(&r, bytes, sizeof r);
  return {Cookie{r.cookie}, r.sent_bytes,       r.received_bytes,
          r.sent_packets,   r.received_packets, (r.flags & PE_FROM_CREATION) != 0};
}

// The slots of the tracer, mapped read-only. The BPF programs write to them at the same time.
class Slots {
 public:
  static Result<Slots> map(const TracerMaps& maps) {
    void* start =
        ::mmap(nullptr, maps.slots * sizeof(pe_slot), PROT_READ, MAP_SHARED, maps.slots_fd, 0);
    if (start == MAP_FAILED) return fail_errno(errno, "mapping the traffic counters failed");
    return Slots(static_cast<const pe_slot*>(start), maps.slots);
  }
  Slots(Slots&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), number_(other.number_) {}
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;
  ~Slots() {
    if (start_ != nullptr) ::munmap(const_cast<pe_slot*>(start_), number_ * sizeof(pe_slot));
  }

  [[nodiscard]] bool has(Cookie cookie) const {
    const volatile pe_slot& place = start_[cookie.value() % number_];
    return place.cookie == cookie.value();
  }

  void append_to(std::vector<TrafficCount>& counts) const {
    for (std::uint32_t i = 0; i < number_; ++i) {
      const volatile pe_slot& slot = start_[i];
      const std::uint64_t cookie = slot.cookie;
      const volatile pe_socket_state& state = slot.state;
      if ((state.flags & (PE_IS_COUNTED | PE_ENDED)) != PE_IS_COUNTED) continue;
      const TrafficCount count{Cookie{cookie},         state.sent_bytes,
                               state.received_bytes,   state.sent_packets,
                               state.received_packets, (state.flags & PE_FROM_CREATION) != 0};
      // If the cookie has changed, the slot was reused for another socket while it was read.
      if (slot.cookie == cookie) counts.push_back(count);
    }
  }

 private:
  Slots(const pe_slot* start, std::uint32_t number) : start_(start), number_(number) {}

  const pe_slot* start_;
  std::uint32_t number_;
};

}  // namespace

struct CountedTraffic::State {
  explicit State(Slots mapped) : slots(std::move(mapped)) {}

  // Adds the counts from socket-local storage. A socket can also have a slot: if two threads make
  // its first calls at once, each may create one of them. The counts are added up then.
  void add(const TrafficCount& stored, std::vector<TrafficCount>& counts) const {
    const auto placed = slots.has(stored.cookie)
                            ? std::ranges::find(counts, stored.cookie, &TrafficCount::cookie)
                            : counts.end();
    if (placed == counts.end()) {
      counts.push_back(stored);
      return;
    }
    placed->sent_bytes += stored.sent_bytes;
    placed->received_bytes += stored.received_bytes;
    placed->sent_packets += stored.sent_packets;
    placed->received_packets += stored.received_packets;
  }

  // Iterates over a map and calls `take` with each record.
  template <typename Take>
  Result<void> each(const UniqueFd& of, std::size_t record_bytes, Take take) {
    const UniqueFd iteration(bpf_iter_create(of.get()));
    if (!iteration)
      return tl::unexpected<Error>(
          start_error(errno, "creating a BPF iterator over the traffic counters failed"));
    std::size_t have = 0;  // number of bytes in the buffer
    while (true) {
      const ssize_t n = ::read(iteration.get(), buffer.data() + have, buffer.size() - have);
      if (n == 0) return {};
      // EAGAIN: many objects produced no record, but there may be more.
      if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (n < 0) return fail_errno(errno, "reading the traffic counters failed");
      have += static_cast<std::size_t>(n);
      std::size_t used = 0;
      for (; have - used >= record_bytes; used += record_bytes) take(buffer.data() + used);
      std::memmove(buffer.data(), buffer.data() + used, have - used);
      have -= used;
    }
  }

  Slots slots;
  Skeleton skeleton;
  UniqueFd link;
  UniqueFd peers_link;  // empty: peers are not recorded
  std::array<std::byte, 32768> buffer;
};

CountedTraffic::CountedTraffic(std::unique_ptr<State> state) : state_(std::move(state)) {}
CountedTraffic::~CountedTraffic() = default;

namespace {

Result<Skeleton> load(const CoreTypes& types, const TracerMaps& maps, bool with_peers) {
  const LibbpfLog said;
  const auto opening = types.open_options();
  Skeleton skeleton(counters_bpf__open_opts(&opening));
  if (!skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
  int error = bpf_map__reuse_fd(skeleton->maps.socket_states, maps.storage_fd);
  if (error == 0 && with_peers) error = bpf_map__reuse_fd(skeleton->maps.peers, maps.peers_fd);
  bpf_program__set_autoload(skeleton->progs.read_peers, with_peers);
  if (error == 0) error = counters_bpf__load(skeleton.get());
  if (error != 0) return tl::unexpected<Error>(load_error(-error, said.first_line()));
  return skeleton;
}

UniqueFd iterate_over(bpf_program* program, int map_fd) {
  bpf_iter_link_info target{};
  target.map.map_fd = static_cast<std::uint32_t>(map_fd);
  bpf_link_create_opts options{};
  options.sz = sizeof options;
  options.iter_info = &target;
  options.iter_info_len = sizeof target;
  return UniqueFd(bpf_link_create(bpf_program__fd(program), 0, BPF_TRACE_ITER, &options));
}

}  // namespace

Result<std::unique_ptr<CountedTraffic>> CountedTraffic::create(const TracerMaps& maps) {
  TRY(slots, Slots::map(maps));
  auto state = std::make_unique<State>(std::move(slots));
  const CoreTypes types(KernelTypes::read().bytes(), counters_bpf__elf_bytes);
  bool with_peers = maps.peers_fd >= 0;
  auto loaded = load(types, maps, with_peers);
  if (!loaded && with_peers) {
    with_peers = false;
    loaded = load(types, maps, false);
  }
  if (!loaded) return tl::unexpected<Error>(std::move(loaded).error());
  state->skeleton = std::move(*loaded);
  state->link = iterate_over(state->skeleton->progs.read_counts, maps.storage_fd);
  if (!state->link)
    return tl::unexpected<Error>(
        start_error(errno, "creating a BPF iterator over the traffic counters failed"));
  if (with_peers)
    state->peers_link = iterate_over(state->skeleton->progs.read_peers, maps.peers_fd);
  return std::unique_ptr<CountedTraffic>(new CountedTraffic(std::move(state)));
}

Result<void> CountedTraffic::read(std::vector<TrafficCount>& counts) {
  clear_for_reuse(counts);
  state_->slots.append_to(counts);
  return state_->each(state_->link, sizeof(pe_count_record),
                      [&](const std::byte* bytes) { state_->add(count_of(bytes), counts); });
}

Result<void> CountedTraffic::read_peers(std::vector<PeerSet>& peers) {
  peers.clear();
  if (!state_->peers_link) return {};
  return state_->each(state_->peers_link, sizeof(pe_peers), [&](const std::byte* bytes) {
    pe_peers record;
    std::memcpy(&record, bytes, sizeof record);
    if (record.cookie != 0) peers.push_back(peers_of_record(record));
  });
}

}  // namespace portexplorer
