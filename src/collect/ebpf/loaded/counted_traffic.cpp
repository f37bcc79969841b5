#include "collect/ebpf/counted_traffic.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <counts.skel.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

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

}  // namespace

struct CountedTraffic::State {
  Skeleton skeleton;
  UniqueFd link;
  std::array<std::byte, 32768> buffer;
};

CountedTraffic::CountedTraffic(std::unique_ptr<State> state) : state_(std::move(state)) {}
CountedTraffic::~CountedTraffic() = default;

Result<std::unique_ptr<CountedTraffic>> CountedTraffic::create(int storage_map_fd) {
  const LibbpfText said;
  auto state = std::make_unique<State>();
  const CoreTypes types(KernelTypes::read().bytes(), counts_bpf__elf_bytes);
  const auto opening = types.open_options();
  state->skeleton.reset(counts_bpf__open_opts(&opening));
  if (!state->skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
  if (const int error = bpf_map__reuse_fd(state->skeleton->maps.lives, storage_map_fd); error != 0) {
    return tl::unexpected<Error>(load_error(-error, said.first_line()));
  }
  if (const int error = counts_bpf__load(state->skeleton.get()); error != 0)
    return tl::unexpected<Error>(load_error(-error, said.first_line()));
  bpf_iter_link_info target{};
  target.map.map_fd = static_cast<std::uint32_t>(storage_map_fd);
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
      counts.push_back(count_of(state_->buffer.data() + used));
    std::memmove(state_->buffer.data(), state_->buffer.data() + used, have - used);
    have -= used;
  }
}

}  // namespace portexplorer
