#include "collect/ebpf/counted_traffic.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <counts.skel.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/unique_fd.h"
#include "bpf/records.h"
#include "collect/ebpf/loaded/core_types.h"
#include "collect/ebpf/loaded/kernel_names.h"
#include "collect/ebpf/loaded/libbpf_text.h"
#include "collect/ebpf/loaded/load_error.h"

namespace portexplorer {
namespace {

struct Destroy {
  void operator()(counts_bpf* skeleton) const { counts_bpf__destroy(skeleton); }
};
using Skeleton = std::unique_ptr<counts_bpf, Destroy>;

TrafficCount count_of(const std::byte* bytes) {
  pe_count_record r;
  std::memcpy(&r, bytes, sizeof r);
  return {Cookie{r.cookie}, r.sent_bytes, r.received_bytes, r.sent_packets, r.received_packets, (r.flags & PE_FROM_CREATION) != 0};
}

// The table of places, which the kernel's programs write while it is read.
class Places {
 public:
  static Result<Places> map(const LifeMaps& maps) {
    void* start = ::mmap(nullptr, maps.places * sizeof(pe_place), PROT_READ, MAP_SHARED, maps.places_fd, 0);
    if (start == MAP_FAILED) return fail_errno(errno, "what the kernel's programs count cannot be read");
    return Places(static_cast<const pe_place*>(start), maps.places);
  }
  Places(Places&& other) noexcept : start_(std::exchange(other.start_, nullptr)), number_(other.number_) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;
  ~Places() {
    if (start_ != nullptr) ::munmap(const_cast<pe_place*>(start_), number_ * sizeof(pe_place));
  }

  [[nodiscard]] bool has(Cookie cookie) const {
    const volatile pe_place& place = start_[cookie.value() % number_];
    return place.cookie == cookie.value();
  }

  void append_to(std::vector<TrafficCount>& counts) const {
    for (std::uint32_t i = 0; i < number_; ++i) {
      const volatile pe_place& place = start_[i];
      const std::uint64_t cookie = place.cookie;
      const volatile pe_life& life = place.life;
      if ((life.flags & (PE_IS_COUNTED | PE_ENDED)) != PE_IS_COUNTED) continue;
      const TrafficCount count{Cookie{cookie},    life.sent_bytes,       life.received_bytes,
                               life.sent_packets, life.received_packets, (life.flags & PE_FROM_CREATION) != 0};
      if (place.cookie == cookie) counts.push_back(count);  // otherwise it became another's meanwhile
    }
  }

 private:
  Places(const pe_place* start, std::uint32_t number) : start_(start), number_(number) {}

  const pe_place* start_;
  std::uint32_t number_;
};

}  // namespace

struct CountedTraffic::State {
  explicit State(Places mapped) : places(std::move(mapped)) {}

  // Two threads that make the first calls of a socket at once may find a place and the storage for it, one each.
  void add(const TrafficCount& stored, std::vector<TrafficCount>& counts) const {
    const auto placed = places.has(stored.cookie) ? std::ranges::find(counts, stored.cookie, &TrafficCount::cookie) : counts.end();
    if (placed == counts.end()) {
      counts.push_back(stored);
      return;
    }
    placed->sent_bytes += stored.sent_bytes;
    placed->received_bytes += stored.received_bytes;
    placed->sent_packets += stored.sent_packets;
    placed->received_packets += stored.received_packets;
  }

  Places places;
  Skeleton skeleton;
  UniqueFd link;
  std::array<std::byte, 32768> buffer;
};

CountedTraffic::CountedTraffic(std::unique_ptr<State> state) : state_(std::move(state)) {}
CountedTraffic::~CountedTraffic() = default;

Result<std::unique_ptr<CountedTraffic>> CountedTraffic::create(const LifeMaps& maps) {
  const LibbpfText said;
  TRY(places, Places::map(maps));
  auto state = std::make_unique<State>(std::move(places));
  const CoreTypes types(KernelTypes::read().bytes(), counts_bpf__elf_bytes);
  const auto opening = types.open_options();
  state->skeleton.reset(counts_bpf__open_opts(&opening));
  if (!state->skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
  if (const int error = bpf_map__reuse_fd(state->skeleton->maps.lives, maps.storage_fd); error != 0) {
    return tl::unexpected<Error>(load_error(-error, said.first_line()));
  }
  if (const int error = counts_bpf__load(state->skeleton.get()); error != 0)
    return tl::unexpected<Error>(load_error(-error, said.first_line()));
  bpf_iter_link_info target{};
  target.map.map_fd = static_cast<std::uint32_t>(maps.storage_fd);
  bpf_link_create_opts options{};
  options.sz = sizeof options;
  options.iter_info = &target;
  options.iter_info_len = sizeof target;
  state->link = UniqueFd(bpf_link_create(bpf_program__fd(state->skeleton->progs.read_counts), 0, BPF_TRACE_ITER, &options));
  if (!state->link) return fail_errno(errno, "the kernel does not tell what was counted of its sockets");
  return std::unique_ptr<CountedTraffic>(new CountedTraffic(std::move(state)));
}

Result<void> CountedTraffic::read(std::vector<TrafficCount>& counts) {
  counts.clear();
  state_->places.append_to(counts);
  const UniqueFd iteration(bpf_iter_create(state_->link.get()));
  if (!iteration) return fail_errno(errno, "the kernel does not tell what was counted of its sockets");
  std::size_t have = 0;  // bytes in the buffer
  while (true) {
    const ssize_t n = ::read(iteration.get(), state_->buffer.data() + have, state_->buffer.size() - have);
    if (n == 0) return {};
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;  // EAGAIN: many objects gave no record; there may be more
    if (n < 0) return fail_errno(errno, "the kernel stopped telling what was counted of its sockets");
    have += static_cast<std::size_t>(n);
    std::size_t used = 0;
    for (; have - used >= sizeof(pe_count_record); used += sizeof(pe_count_record))
      state_->add(count_of(state_->buffer.data() + used), counts);
    std::memmove(state_->buffer.data(), state_->buffer.data() + used, have - used);
    have -= used;
  }
}

}  // namespace portexplorer
