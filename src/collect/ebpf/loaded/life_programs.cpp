#include "collect/ebpf/loaded/life_programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <life.skel.h>
#include <linux/capability.h>
#include <sys/syscall.h>

#include <array>
#include <bit>
#include <cerrno>
#include <vector>

#include "collect/ebpf/loaded/cgroup_root.h"
#include "collect/ebpf/loaded/libbpf_text.h"
#include "collect/ebpf/loaded/load_error.h"

namespace portexplorer {
namespace {

// What a program is for; what one of a purpose cannot do, none of it shall.
enum class Purpose : std::uint8_t { introduce, tcp, cgroup };
constexpr std::size_t kPurposes = 3;

struct Entry {
  bpf_program* program;
  bpf_link** link;
  Purpose purpose;
};

std::vector<Entry> entries_of(life_bpf& s) {
  return {
      {s.progs.introduce, nullptr, Purpose::introduce},           {s.progs.on_state, &s.links.on_state, Purpose::tcp},
      {s.progs.on_destroy, &s.links.on_destroy, Purpose::tcp},    {s.progs.on_create, &s.links.on_create, Purpose::cgroup},
      {s.progs.on_release, &s.links.on_release, Purpose::cgroup},
  };
}

bool has_net_admin() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> data{};
  return ::syscall(SYS_capget, &header, data.data()) == 0 && (data[0].effective >> CAP_NET_ADMIN & 1u) != 0;
}

CoverageGap no_cgroup_gap(const Error& error) {
  const bool privilege = error.kind == ErrorKind::not_permitted;
  return {
      "life.cgroup",
      {"Who made a socket is known from its first use on, not from its creation; the ends of sockets other than TCP's are not seen.", {}},
      {"{reason}.", {{"reason", error.what}}},
      {privilege ? "Run portexplorer as root, or give it CAP_NET_ADMIN." : "Mount a cgroup2 file system.", {}},
      true};
}

std::uint32_t ring_size(std::uint32_t wanted) {
  const auto page = static_cast<std::uint32_t>(::sysconf(_SC_PAGESIZE));
  constexpr std::uint32_t kMost = 1u << 30;
  return std::bit_ceil(std::min(std::max(wanted, page), kMost));
}

}  // namespace

// Tries what is wanted, and leaves out what the kernel refuses.
class LifeLoader {
 public:
  explicit LifeLoader(const LifeOptions& options) : options_(options) { wanted_.fill(true); }

  Result<LifePrograms> load() {
    find_cgroups();
    TRY_VOID(load_most());
    made_.skeleton_->bss->control.max_rate = 0;
    TRY_VOID(introduce());
    TRY_VOID(attach());
    return std::move(made_);
  }

 private:
  using Wanted = std::array<bool, kPurposes>;
  static constexpr std::size_t index_of(Purpose purpose) { return static_cast<std::size_t>(purpose); }

  bool wants(Purpose purpose) const { return wanted_[index_of(purpose)]; }

  void find_cgroups() {
    auto root = open_cgroup_root();
    if (!has_net_admin()) leave_out_cgroups({ErrorKind::not_permitted, EPERM, "Watching all processes wants the capability CAP_NET_ADMIN"});
    else if (root) cgroup_ = std::move(*root);
    else leave_out_cgroups(root.error());
  }

  void leave_out_cgroups(const Error& error) {
    wanted_[index_of(Purpose::cgroup)] = false;
    made_.coverage_.add(no_cgroup_gap(error));
  }

  Result<LifePrograms::Skeleton> try_load(const Wanted& wanted) const {
    const LibbpfText said;
    LifePrograms::Skeleton skeleton(life_bpf__open());
    if (!skeleton) return tl::unexpected<Error>(load_error(errno, said.first_line()));
    for (const Entry& e : entries_of(*skeleton)) bpf_program__set_autoload(e.program, wanted[index_of(e.purpose)]);
    bpf_map__set_max_entries(skeleton->maps.ring, ring_size(options_.ring_bytes));
    const int error = life_bpf__load(skeleton.get());
    if (error != 0) return tl::unexpected<Error>(load_error(-error, said.first_line()));
    return skeleton;
  }

  Result<void> load_most() {
    auto all = try_load(wanted_);
    if (!all && wants(Purpose::cgroup)) {
      leave_out_cgroups(all.error());
      all = try_load(wanted_);
    }
    if (!all) return tl::unexpected<Error>(std::move(all).error());
    made_.skeleton_ = std::move(*all);
    return {};
  }

  // Runs in this thread, so the program sees whose pids and clock count.
  Result<void> introduce() {
    bpf_test_run_opts options{};
    options.sz = sizeof options;
    const int error = bpf_prog_test_run_opts(bpf_program__fd(made_.skeleton_->progs.introduce), &options);
    if (error != 0) return fail_errno(-error, "the kernel does not run its program once");
    return {};
  }

  Result<void> attach() {
    for (const Entry& e : entries_of(*made_.skeleton_)) {
      if (e.link == nullptr || !wants(e.purpose)) continue;
      const LibbpfText said;
      const bool to_cgroup = e.purpose == Purpose::cgroup;
      *e.link = to_cgroup ? bpf_program__attach_cgroup(e.program, cgroup_.get()) : bpf_program__attach(e.program);
      if (*e.link != nullptr) continue;
      const Error error = load_error(errno, said.first_line());
      if (e.purpose != Purpose::cgroup) return tl::unexpected<Error>(error);
      leave_out_cgroups(error);
    }
    return {};
  }

  const LifeOptions& options_;
  Wanted wanted_{};
  UniqueFd cgroup_;
  LifePrograms made_;
};

void LifePrograms::Destroy::operator()(life_bpf* skeleton) const { life_bpf__destroy(skeleton); }

Result<LifePrograms> LifePrograms::load(const LifeOptions& options) { return LifeLoader(options).load(); }

pe_life_control& LifePrograms::control() const { return skeleton_->bss->control; }
int LifePrograms::ring_fd() const { return bpf_map__fd(skeleton_->maps.ring); }
int LifePrograms::lives_fd() const { return bpf_map__fd(skeleton_->maps.lives); }

}  // namespace portexplorer
