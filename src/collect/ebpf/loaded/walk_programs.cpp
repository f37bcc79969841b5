#include "collect/ebpf/loaded/walk_programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <walk.skel.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fstream>
#include <string>

#include "collect/ebpf/loaded/core_types.h"
#include "collect/ebpf/loaded/kernel_names.h"
#include "collect/ebpf/loaded/libbpf_late.h"
#include "collect/ebpf/loaded/libbpf_text.h"
#include "collect/ebpf/loaded/load_error.h"

namespace portexplorer {
namespace {

constexpr std::size_t index_of(WalkTable table) { return static_cast<std::size_t>(table); }

// The walk through the files that is loaded, or may be.
bpf_program* files_program(const walk_bpf& skeleton) {
  const auto& p = skeleton.progs;
  return bpf_program__autoload(p.walk_files_ahead) ? p.walk_files_ahead : p.walk_files;
}

std::array<bpf_program*, kWalkTableCount> programs_of(const walk_bpf& skeleton) {
  const auto& p = skeleton.progs;
  return {p.walk_tasks, files_program(skeleton), p.walk_tcp, p.walk_udp, p.walk_unix, p.walk_netlink};
}

// "sockets: used N", over all network namespaces.
std::uint32_t sockets_of_machine() {
  constexpr std::uint32_t kGuess = 50'000;
  std::ifstream file("/proc/net/sockstat");
  std::string sockets;
  std::string used;
  std::uint32_t count = 0;
  return file >> sockets >> used >> count ? count : kGuess;
}

std::uint32_t mark_count(const WalkOptions& options) {
  constexpr std::uint32_t kMost = 1u << 23;  // 64 MiB
  constexpr std::uint32_t kLeast = 8'000;    // sockets, if nobody said
  const std::uint32_t sockets = options.expected_sockets != 0 ? options.expected_sockets : std::max(sockets_of_machine(), kLeast);
  return std::bit_ceil(std::min(sockets, kMost / 4) * 4);
}

Result<UniqueFd> create_link(const bpf_program* program, bpf_iter_link_info* target) {
  bpf_link_create_opts options{};
  options.sz = sizeof options;
  if (target != nullptr) {
    options.iter_info = target;
    options.iter_info_len = sizeof *target;
  }
  const LibbpfText quiet;
  UniqueFd link(bpf_link_create(bpf_program__fd(program), 0, BPF_TRACE_ITER, &options));
  if (!link) return fail_errno(errno, "the kernel offers no iteration to its program");
  return link;
}

Result<UniqueFd> start(int link) {
  UniqueFd iteration(bpf_iter_create(link));
  if (!iteration) return fail_errno(errno, "the kernel starts no iteration of its program");
  return iteration;
}

}  // namespace

void WalkPrograms::Destroy::operator()(walk_bpf* skeleton) const { walk_bpf__destroy(skeleton); }

WalkPrograms::WalkPrograms(Skeleton skeleton, const Selection& loaded) : skeleton_(std::move(skeleton)), loaded_(loaded) {}

// Leaves out what the kernel refuses.
class WalkLoader {
 public:
  explicit WalkLoader(const WalkOptions& options) : options_(options), marks_(mark_count(options)) {
    ids_ = {types_.id("list_head"), types_.id("file"), types_.id("inode"), types_.id("socket"), types_.id("tcp_sock")};
    asks_ahead_ = options.ask_ahead && ids_.list_head != 0 && ids_.file != 0 && ids_.inode != 0 && ids_.socket != 0 && ids_.tcp_sock != 0;
  }

  Result<WalkPrograms> load() {
    Selection selection = wanted();
    auto all = try_load(selection);
    if (all) return link(std::move(*all), selection);
    if (all.error().kind != ErrorKind::not_supported || !options_.unheld) return tl::unexpected<Error>(std::move(all).error());
    // One table that the kernel does not offer fails all: find out which.
    for (std::size_t i = index_of(WalkTable::tcp); i < kWalkTableCount; ++i) {
      if (!selection[i]) continue;
      Selection one{};
      one[i] = true;
      selection[i] = try_load(one).has_value();
    }
    TRY(rest, try_load(selection));
    return link(std::move(rest), selection);
  }

 private:
  using Selection = WalkPrograms::Selection;
  using Skeleton = WalkPrograms::Skeleton;

  [[nodiscard]] Selection wanted() const {
    const auto table = [&](Protocol protocol) { return options_.unheld && options_.protocols.contains(protocol); };
    Selection selection{};
    selection[index_of(WalkTable::tasks)] = selection[index_of(WalkTable::files)] = true;
    selection[index_of(WalkTable::tcp)] = table(Protocol::tcp);
    selection[index_of(WalkTable::udp)] = table(Protocol::udp);
    selection[index_of(WalkTable::unix_domain)] = table(Protocol::unix_domain);
    selection[index_of(WalkTable::netlink)] = table(Protocol::netlink);
    return selection;
  }

  Result<Skeleton> try_load(const Selection& selection) {
    auto skeleton = try_load_as(selection, asks_ahead_);
    if (skeleton || !asks_ahead_ || !selection[index_of(WalkTable::files)] || skeleton.error().kind != ErrorKind::not_supported)
      return skeleton;
    auto plain = try_load_as(selection, false);
    if (plain) asks_ahead_ = false;
    return plain;
  }

  [[nodiscard]] Result<Skeleton> try_load_as(const Selection& selection, bool asks_ahead) const {
    const LibbpfText said;
    const auto options = types_.open_options();
    Skeleton skeleton(walk_bpf__open_opts(&options));
    if (!skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
    skeleton->rodata->type_ids = ids_;
    bpf_program__set_autoload(asks_ahead ? skeleton->progs.walk_files : skeleton->progs.walk_files_ahead, false);
    const auto programs = programs_of(*skeleton);
    for (std::size_t i = 0; i < programs.size(); ++i) bpf_program__set_autoload(programs[i], selection[i]);
    bpf_map__set_max_entries(skeleton->maps.marks, marks_);
    const int error = walk_bpf__load(skeleton.get());
    if (error != 0) return tl::unexpected<Error>(load_error(-error, said.first_line()));
    return skeleton;
  }

  Result<WalkPrograms> link(Skeleton skeleton, const Selection& selection) const {
    WalkPrograms made(std::move(skeleton), selection);
    made.control().mark_mask = marks_ - 1;
    const auto programs = programs_of(*made.skeleton_);
    for (std::size_t i = 0; i < programs.size(); ++i) {
      if (!selection[i]) continue;
      TRY(link, create_link(programs[i], nullptr));
      made.links_[i] = std::move(link);
    }
    return made;
  }

  const WalkOptions& options_;
  std::uint32_t marks_;
  CoreTypes types_{KernelTypes::read().bytes(), walk_bpf__elf_bytes};
  pe_type_ids ids_{};
  bool asks_ahead_ = false;
};

Result<WalkPrograms> WalkPrograms::load(const WalkOptions& options) {
  if (!libbpf_is_here()) return fail(ErrorKind::not_supported, "the library libbpf.so.1 is not installed (Debian: libbpf1)");
  return WalkLoader(options).load();
}

bool WalkPrograms::has(WalkTable table) const { return loaded_[index_of(table)]; }

pe_control& WalkPrograms::control() { return skeleton_->bss->control; }

Result<UniqueFd> WalkPrograms::iterate(WalkTable table) const { return start(links_[index_of(table)].get()); }

Result<UniqueFd> WalkPrograms::iterate_files_of(Pid pid) const {
  bpf_iter_link_info target{};
  target.task.pid = static_cast<std::uint32_t>(pid.value());
  TRY(link, create_link(files_program(*skeleton_), &target));
  return start(link.get());  // the iteration keeps what it needs of the link
}

}  // namespace portexplorer
