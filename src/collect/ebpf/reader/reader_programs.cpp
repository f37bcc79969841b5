#include "collect/ebpf/reader/reader_programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sockets.skel.h>
#include <sockets_prefetch.skel.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>

#include "collect/ebpf/loader/btf_id_override.h"
#include "collect/ebpf/loader/core_types.h"
#include "collect/ebpf/loader/kernel_names.h"
#include "collect/ebpf/loader/libbpf_dlopen.h"
#include "collect/ebpf/loader/libbpf_log.h"
#include "collect/ebpf/loader/load_error.h"
#include "collect/ebpf/record_rows.h"

namespace portexplorer {
namespace {

constexpr std::size_t index_of(ReaderTable table) { return static_cast<std::size_t>(table); }

template <typename Skeleton>
std::array<bpf_program*, kReaderTableCount> programs_of(const Skeleton& skeleton) {
  const auto& p = skeleton.progs;
  return {p.iterate_tasks, p.iterate_files, p.iterate_tcp,
          p.iterate_udp,   p.iterate_unix,  p.iterate_netlink};
}

// Returns the number of sockets in all network namespaces ("sockets: used N").
std::uint32_t sockets_of_machine() {
  constexpr std::uint32_t kGuess = 50'000;
  std::ifstream file("/proc/net/sockstat");
  std::string sockets;
  std::string used;
  std::uint32_t count = 0;
  return file >> sockets >> used >> count ? count : kGuess;
}

std::uint32_t mark_count(const ReaderOptions& options) {
  constexpr std::uint32_t kMost = 1u << 23;  // 64 MiB
  constexpr std::uint32_t kLeast = 8'000;    // minimum unless it is set by the options
  const std::uint32_t sockets = options.expected_sockets != 0
                                    ? options.expected_sockets
                                    : std::max(sockets_of_machine(), kLeast);
  return std::bit_ceil(std::min(sockets, kMost / 4) * 4);
}

Result<UniqueFd> create_link(const bpf_program* program, bpf_iter_link_info* target) {
  bpf_link_create_opts options{};
  options.sz = sizeof options;
  if (target != nullptr) {
    options.iter_info = target;
    options.iter_info_len = sizeof *target;
  }
  const LibbpfLog quiet;
  UniqueFd link(bpf_link_create(bpf_program__fd(program), 0, BPF_TRACE_ITER, &options));
  if (!link) return tl::unexpected<Error>(start_error(errno, "attaching a BPF iterator failed"));
  return link;
}

Result<UniqueFd> start(int link) {
  UniqueFd iteration(bpf_iter_create(link));
  if (!iteration)
    return tl::unexpected<Error>(start_error(errno, "starting a BPF iterator failed"));
  return iteration;
}

}  // namespace

ReaderPrograms::ReaderPrograms(Loaded loaded, const Selection& selection)
    : loaded_(std::move(loaded)), selection_(selection) {}

// Loads the programs, and leaves out those that the kernel refuses.
class ReaderLoader {
 public:
  explicit ReaderLoader(const ReaderOptions& options)
      : options_(options), marks_(mark_count(options)) {}

  Result<ReaderPrograms> load() {
    Selection selection = wanted();
    auto all = try_load(selection);
    if (all) return link(std::move(*all), selection);
    if (all.error().kind != ErrorKind::not_supported || !options_.without_fd)
      return tl::unexpected<Error>(std::move(all).error());
    // If the kernel lacks one of the iterators, loading all of them fails. Find out which one.
    for (std::size_t i = index_of(ReaderTable::tcp); i < kReaderTableCount; ++i) {
      if (!selection[i]) continue;
      Selection one{};
      one[i] = true;
      selection[i] = try_load(one).has_value();
    }
    TRY(rest, try_load(selection));
    return link(std::move(rest), selection);
  }

 private:
  using Selection = ReaderPrograms::Selection;
  using Loaded = ReaderPrograms::Loaded;

  [[nodiscard]] Selection wanted() const {
    const auto table = [&](Protocol protocol) {
      return options_.without_fd && options_.protocols.contains(protocol);
    };
    Selection selection{};
    selection[index_of(ReaderTable::tasks)] = selection[index_of(ReaderTable::files)] = true;
    selection[index_of(ReaderTable::tcp)] = table(Protocol::tcp);
    selection[index_of(ReaderTable::udp)] = table(Protocol::udp);
    selection[index_of(ReaderTable::unix_domain)] = table(Protocol::unix_domain);
    selection[index_of(ReaderTable::netlink)] = table(Protocol::netlink);
    return selection;
  }

  Result<Loaded> try_load(const Selection& selection) {
    if (asks_ahead_) {
      auto loaded = load_as<sockets_prefetch_bpf>(selection);
      if (loaded || !selection[index_of(ReaderTable::files)]) return loaded;
    }
    auto loaded = load_as<sockets_bpf>(selection);
    if (loaded) asks_ahead_ = false;
    return loaded;
  }

  // The verifier takes most of the time, and iterate_files takes as long as all other programs. It
  // is therefore loaded in parallel with them.
  template <typename Skeleton>
  [[nodiscard]] Result<Loaded> load_as(const Selection& selection) const {
    TRY(maps, create_maps<Skeleton>());
    Selection files{};
    Selection others = selection;
    std::swap(files[index_of(ReaderTable::files)], others[index_of(ReaderTable::files)]);
    Result<Part<Skeleton>> second = fail(ErrorKind::unavailable, "not loaded yet");
    const auto load_second = [&] { second = load_part<Skeleton>(others, maps); };
    std::jthread beside;
    try {
      if (files != Selection{}) beside = std::jthread(load_second);
    } catch (const std::system_error&) {
      // No thread could be created: load one part after the other.
    }
    auto first = load_part<Skeleton>(files, maps);
    if (beside.joinable()) beside.join();
    else load_second();
    if (!first) return tl::unexpected<Error>(std::move(first).error());
    if (!second) return tl::unexpected<Error>(std::move(second).error());
    TRY(variables, map_variables(maps.variables.get(), bpf_map__value_size((*first)->maps.bss)));
    const auto offset = reinterpret_cast<const std::byte*>(&(*first)->bss->control) -
                        reinterpret_cast<const std::byte*>((*first)->bss);
    auto* control =
        reinterpret_cast<pe_control*>(static_cast<std::byte*>(variables.get()) + offset);
    Loaded loaded{{*first, *second}, programs_of(**second), std::move(variables), control};
    loaded.programs[index_of(ReaderTable::files)] =
        programs_of(**first)[index_of(ReaderTable::files)];
    return loaded;
  }

  template <typename Skeleton>
  using Part = std::shared_ptr<Skeleton>;

  struct Maps {
    UniqueFd marks;
    UniqueFd variables;  // .bss, which contains pe_control
  };

  template <typename Skeleton>
  [[nodiscard]] Result<Part<Skeleton>> open() const {
    const LibbpfLog said;
    const auto options = types_.open_options();
    Part<Skeleton> skeleton(Skeleton::open(&options), &Skeleton::destroy);
    if (!skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
    return skeleton;
  }

  template <typename Skeleton>
  [[nodiscard]] Result<Maps> create_maps() const {
    TRY(skeleton, open<Skeleton>());
    const bpf_map* variables = skeleton->maps.bss;
    bpf_map_create_opts options{};
    options.sz = sizeof options;
    options.map_flags = bpf_map__map_flags(variables);
    Maps maps;
    maps.marks = UniqueFd(
        bpf_map_create(BPF_MAP_TYPE_ARRAY, "marks", sizeof(__u32), sizeof(__u64), marks_, nullptr));
    if (maps.marks)
      maps.variables = UniqueFd(bpf_map_create(BPF_MAP_TYPE_ARRAY, "control", sizeof(__u32),
                                               bpf_map__value_size(variables), 1, &options));
    if (!maps.variables)
      return tl::unexpected<Error>(load_error(errno, "creating a BPF map failed"));
    return maps;
  }

  // Maps the shared variables. libbpf 1.5 and later do not map the variables of a skeleton if its
  // map is replaced (bpf_map__reuse_fd).
  static Result<std::shared_ptr<void>> map_variables(int map, std::size_t size) {
    void* start = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
    if (start == MAP_FAILED)
      return fail_errno(errno, "mapping the variables of the BPF programs failed");
    return std::shared_ptr<void>(start, [size](void* address) { ::munmap(address, size); });
  }

  template <typename Skeleton>
  [[nodiscard]] Result<Part<Skeleton>> load_part(const Selection& selection,
                                                 const Maps& maps) const {
    const LibbpfLog said;
    const BtfIdOverride ids(types_);
    TRY(skeleton, open<Skeleton>());
    if constexpr (std::is_same_v<Skeleton, sockets_prefetch_bpf>) skeleton->rodata->type_ids = ids_;
    skeleton->rodata->loaded_protocols = wanted_bits(options_.protocols);
    const auto programs = programs_of(*skeleton);
    for (std::size_t i = 0; i < selection.size(); ++i) {
      bpf_program__set_autoload(programs[i], selection[i]);
      if (selection[i]) ids.prepare(programs[i]);
    }
    int error = bpf_map__reuse_fd(skeleton->maps.marks, maps.marks.get());
    if (error == 0) error = bpf_map__reuse_fd(skeleton->maps.bss, maps.variables.get());
    if (error == 0) error = Skeleton::load(skeleton.get());
    if (error != 0) return tl::unexpected<Error>(load_error(-error, said.first_line()));
    return skeleton;
  }

  Result<ReaderPrograms> link(Loaded loaded, const Selection& selection) const {
    ReaderPrograms made(std::move(loaded), selection);
    made.control().mark_mask = marks_ - 1;
    for (std::size_t i = 0; i < selection.size(); ++i) {
      if (!selection[i]) continue;
      TRY(link, create_link(made.loaded_.programs[i], nullptr));
      made.links_[i] = std::move(link);
    }
    return made;
  }

  const ReaderOptions& options_;
  std::uint32_t marks_;
  CoreTypes types_{options_.cut_types ? KernelTypes::read().bytes() : "",
                   sockets_prefetch_bpf__elf_bytes, kFunctionsOfIterators};
  pe_type_ids ids_{types_.id("list_head"), types_.id("file"), types_.id("inode"),
                   types_.id("socket"), types_.id("tcp_sock")};
  bool asks_ahead_ = options_.prefetch && types_.function("bpf_rdonly_cast") != 0 &&
                     ids_.list_head != 0 && ids_.file != 0 && ids_.inode != 0 && ids_.socket != 0 &&
                     ids_.tcp_sock != 0;
};

Result<ReaderPrograms> ReaderPrograms::load(const ReaderOptions& options) {
  if (!libbpf_is_here())
    return fail(ErrorKind::not_supported,
                "the library libbpf.so.1 is not installed (Debian: libbpf1)");
  return ReaderLoader(options).load();
}

bool ReaderPrograms::has(ReaderTable table) const { return selection_[index_of(table)]; }

pe_control& ReaderPrograms::control() { return *loaded_.control; }

Result<UniqueFd> ReaderPrograms::iterate(ReaderTable table) const {
  return start(links_[index_of(table)].get());
}

Result<UniqueFd> ReaderPrograms::iterate_files_of(Pid pid) const {
  bpf_iter_link_info target{};
  target.task.pid = static_cast<std::uint32_t>(pid.value());
  TRY(link, create_link(loaded_.programs[index_of(ReaderTable::files)], &target));
  return start(link.get());  // the iteration keeps its own reference to the link
}

}  // namespace portexplorer
