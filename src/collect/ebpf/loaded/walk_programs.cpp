#include "collect/ebpf/loaded/walk_programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <walk.skel.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fstream>
#include <string>

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

Result<WalkPrograms::Skeleton> WalkPrograms::try_load(const Selection& selection, std::uint32_t marks, bool ask_ahead) {
  auto skeleton = try_load_one(selection, marks, ask_ahead);
  if (skeleton || !ask_ahead || skeleton.error().kind != ErrorKind::not_supported) return skeleton;
  return try_load_one(selection, marks, false);
}

Result<WalkPrograms::Skeleton> WalkPrograms::try_load_one(const Selection& selection, std::uint32_t marks, bool ask_ahead) {
  const LibbpfText said;
  Skeleton skeleton(walk_bpf__open());
  if (!skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
  bpf_program__set_autoload(ask_ahead ? skeleton->progs.walk_files : skeleton->progs.walk_files_ahead, false);
  const auto programs = programs_of(*skeleton);
  for (std::size_t i = 0; i < programs.size(); ++i) bpf_program__set_autoload(programs[i], selection[i]);
  bpf_map__set_max_entries(skeleton->maps.marks, marks);
  const int error = walk_bpf__load(skeleton.get());
  if (error != 0) return tl::unexpected<Error>(load_error(-error, said.first_line()));
  return skeleton;
}

Result<WalkPrograms> WalkPrograms::made(Skeleton skeleton, const Selection& selection, std::uint32_t marks) {
  WalkPrograms made(std::move(skeleton), selection);
  made.control().mark_mask = marks - 1;
  const auto programs = programs_of(*made.skeleton_);
  for (std::size_t i = 0; i < programs.size(); ++i) {
    if (!selection[i]) continue;
    auto link = create_link(programs[i], nullptr);
    if (!link) return tl::unexpected<Error>(std::move(link).error());
    made.links_[i] = std::move(*link);
  }
  return made;
}

Result<WalkPrograms> WalkPrograms::load(const WalkOptions& options) {
  if (!libbpf_is_here()) return fail(ErrorKind::not_supported, "the library libbpf.so.1 is not installed (Debian: libbpf1)");
  const std::uint32_t marks = mark_count(options);
  Selection selection{};
  selection.fill(options.unheld);
  selection[index_of(WalkTable::tasks)] = selection[index_of(WalkTable::files)] = true;
  auto skeleton = try_load(selection, marks, options.ask_ahead);
  if (!skeleton && (skeleton.error().kind != ErrorKind::not_supported || !options.unheld)) {
    return tl::unexpected<Error>(std::move(skeleton).error());
  }
  if (skeleton) return made(std::move(*skeleton), selection, marks);
  // One table that the kernel does not offer fails all: find out which.
  for (std::size_t i = index_of(WalkTable::tcp); i < kWalkTableCount; ++i) {
    Selection one{};
    one[i] = true;
    selection[i] = try_load_one(one, 1, false).has_value();
  }
  TRY(rest, try_load(selection, marks, options.ask_ahead));
  return made(std::move(rest), selection, marks);
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
