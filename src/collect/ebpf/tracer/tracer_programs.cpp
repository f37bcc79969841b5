#include "collect/ebpf/tracer/tracer_programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <tracer.skel.h>
#include <tracer_direct.skel.h>

#include <array>
#include <bit>
#include <bitset>
#include <cerrno>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "base/capabilities.h"
#include "base/own_ids.h"
#include "base/privilege.h"
#include "base/words.h"
#include "collect/ebpf/loader/core_types.h"
#include "collect/ebpf/loader/kernel_names.h"
#include "collect/ebpf/loader/libbpf_log.h"
#include "collect/ebpf/loader/load_error.h"
#include "collect/procfs/cgroup_root.h"

namespace portexplorer {
namespace {

// Purpose of a program. All programs of a purpose are loaded together.
enum class Purpose : std::uint8_t {
  init_reader,
  tcp,
  tcp_again,
  cgroup,
  peers,
  tracepoints,
  splices,
  functions,
  packets
};
constexpr std::size_t kPurposes = 9;
using Wanted = std::bitset<kPurposes>;

constexpr std::size_t index_of(Purpose purpose) { return static_cast<std::size_t>(purpose); }
constexpr bool hangs_on_cgroup(Purpose purpose) {
  return purpose == Purpose::cgroup || purpose == Purpose::peers || purpose == Purpose::packets;
}

struct Entry {
  bpf_program* program;
  bpf_link** link;
  Purpose purpose;
};

template <typename Skeleton>
std::vector<Entry> entries_of(Skeleton& s) {
  auto& p = s.progs;
  auto& l = s.links;
  return {
      {p.init_reader, nullptr, Purpose::init_reader},
      {p.on_state, &l.on_state, Purpose::tcp},
      {p.on_state_missed, &l.on_state_missed,
       // Must come after on_state: the kernel runs them in the order in which they were attached.
       Purpose::tcp_again},
      {p.on_destroy, &l.on_destroy, Purpose::tcp},
      {p.on_tcp, &l.on_tcp, Purpose::cgroup},
      {p.on_create, &l.on_create, Purpose::cgroup},
      {p.on_release, &l.on_release, Purpose::cgroup},
      {p.on_bind4, &l.on_bind4, Purpose::cgroup},
      {p.on_bind6, &l.on_bind6, Purpose::cgroup},
      {p.on_connect4, &l.on_connect4, Purpose::cgroup},
      {p.on_connect6, &l.on_connect6, Purpose::cgroup},
      {p.on_peer_asked4, &l.on_peer_asked4, Purpose::cgroup},
      {p.on_peer_asked6, &l.on_peer_asked6, Purpose::cgroup},
      {p.on_send_to4, &l.on_send_to4, Purpose::peers},
      {p.on_send_to6, &l.on_send_to6, Purpose::peers},
      {p.on_receive_from4, &l.on_receive_from4, Purpose::peers},
      {p.on_receive_from6, &l.on_receive_from6, Purpose::peers},
      {p.on_copied, nullptr, Purpose::splices},  // attached only while calls are traced
      {p.on_send, &l.on_send, Purpose::tracepoints},
      {p.on_receive, &l.on_receive, Purpose::tracepoints},
      {p.on_packet_out, &l.on_packet_out, Purpose::packets},
      {p.on_packet_in, &l.on_packet_in, Purpose::packets},
      {p.after_inet_sendmsg, &l.after_inet_sendmsg, Purpose::functions},
      {p.after_inet6_sendmsg, &l.after_inet6_sendmsg, Purpose::functions},
      {p.after_inet_recvmsg, &l.after_inet_recvmsg, Purpose::functions},
      {p.after_inet6_recvmsg, &l.after_inet6_recvmsg, Purpose::functions},
      {p.after_inet_sendpage, &l.after_inet_sendpage, Purpose::functions},
      {p.after_inet_csk_accept, &l.after_inet_csk_accept, Purpose::functions},
      {p.after_inet_csk_accept_since_6_10, &l.after_inet_csk_accept_since_6_10, Purpose::functions},
      {p.after_unix_stream_sendmsg, &l.after_unix_stream_sendmsg, Purpose::functions},
      {p.after_unix_stream_recvmsg, &l.after_unix_stream_recvmsg, Purpose::functions},
      {p.after_unix_dgram_sendmsg, &l.after_unix_dgram_sendmsg, Purpose::functions},
      {p.after_unix_dgram_recvmsg, &l.after_unix_dgram_recvmsg, Purpose::functions},
      {p.after_unix_seqpacket_sendmsg, &l.after_unix_seqpacket_sendmsg, Purpose::functions},
      {p.after_unix_seqpacket_recvmsg, &l.after_unix_seqpacket_recvmsg, Purpose::functions},
      {p.after_netlink_sendmsg, &l.after_netlink_sendmsg, Purpose::functions},
      {p.after_netlink_recvmsg, &l.after_netlink_recvmsg, Purpose::functions},
      {p.after_unix_stream_sendpage, &l.after_unix_stream_sendpage, Purpose::functions},
      {p.after_tcp_splice_read, &l.after_tcp_splice_read, Purpose::functions},
      {p.after_unix_stream_splice_read, &l.after_unix_stream_splice_read, Purpose::functions},
      {p.after_packet_sendmsg, &l.after_packet_sendmsg, Purpose::functions},
      {p.after_packet_recvmsg, &l.after_packet_recvmsg, Purpose::functions},
  };
}

// Returns the fexit programs that cannot be loaded because their function does not exist. Functions
// that are essential for counting IPv4 are not checked: without them, fexit is not available at
// all.
std::set<std::string> missing_functions(const KernelNames& names) {
  std::set<std::string> missing;
  for (const std::string_view function :
       {"inet6_sendmsg", "inet6_recvmsg", "inet_sendpage", "unix_stream_sendpage",
        "unix_stream_sendmsg", "unix_stream_recvmsg", "unix_dgram_sendmsg", "unix_dgram_recvmsg",
        "unix_seqpacket_sendmsg", "unix_seqpacket_recvmsg", "packet_sendmsg", "packet_recvmsg",
        "netlink_sendmsg", "netlink_recvmsg", "tcp_splice_read", "unix_stream_splice_read"}) {
    if (!names.may_have(function)) missing.insert("after_" + std::string(function));
  }
  // This type replaced the former parameters of inet_csk_accept().
  missing.insert(names.may_have("proto_accept_arg") ? "after_inet_csk_accept"
                                                    : "after_inet_csk_accept_since_6_10");
  return missing;
}

bool has_net_admin() { return Capabilities::effective().has(CAP_NET_ADMIN); }

// In a cgroup namespace, the mounted root is the container's own cgroup. Programs attached there
// would run only for that container.
bool is_whole_hierarchy(int root) {
  constexpr ino_t kInodeOfTheRoot = 1;  // root of kernfs
  struct stat status {};
  return ::fstat(root, &status) == 0 && status.st_ino == kInodeOfTheRoot;
}

CoverageGap no_cgroup_gap(const Error& error, bool sees_peers) {
  const bool privilege = error.kind == ErrorKind::not_permitted;
  constexpr auto kPeersSeen =
      "The owner of a socket is known from its first use, not from its creation; the close of sockets other than TCP is not reported."_text;
  constexpr auto kPeersUnseen =
      "The owner of a socket is known from its first use, not from its creation; neither the close of sockets other than TCP nor the peers of unconnected UDP sockets are reported."_text;
  return {
      "tracing.cgroup",
      {sees_peers ? kPeersSeen : kPeersUnseen, {}},
      {"{reason}.", {}, {{"reason", own_words(error.what)}}},
      {privilege || is_out_of_files(error) ? remedy_for(error)
       : error.kind == ErrorKind::unavailable
           ? "Mount /proc."_text
           : "Mount the whole cgroup2 hierarchy (in a container: docker run --cgroupns=host)."_text,
       {}},
      true};
}

// Replaces the reason of a gap if the limit of open files caused it.
CoverageGap for_want_of_files(CoverageGap gap, const Error& error) {
  gap.why = {"{reason}.", {}, {{"reason", own_words(error.what)}}};
  gap.remedy = {remedy_for(error), {}};
  return gap;
}

CoverageGap no_calls_gap(const std::optional<Error>& error) {
  CoverageGap gap = {
      "tracing.calls",
      {"Single sends and receives are not reported; the process that accepted a connection is known only if it asked for the peer's address, or when the connection ends."_text,
       {}},
      {"This kernel neither has the tracepoints sock_send_length and sock_recv_length nor supports fexit programs."_text,
       {}},
      {"Linux 6.3 or later has the tracepoints."_text, {}},
      true};
  return error && is_out_of_files(*error) ? for_want_of_files(std::move(gap), *error) : gap;
}

CoverageGap no_traffic_gap(std::initializer_list<std::optional<Error>> errors) {
  CoverageGap gap = {"tracing.traffic",
                     {"The traffic of sockets other than TCP is not counted."_text, {}},
                     {"Neither calls nor packets can be counted here."_text, {}},
                     {is_confined() ? how_to_become_root()
                                    : "Run portexplorer as root, or use a newer kernel."_text,
                      {}},
                     true};
  for (const auto& error : errors) {
    if (error && is_out_of_files(*error)) return for_want_of_files(std::move(gap), *error);
  }
  return gap;
}

CoverageGap internet_only_gap() {
  return {
      "tracing.other_families",
      {"Sockets of families other than IPv4 and IPv6 are seen from their first send or receive; their open and close are not reported."_text,
       {}},
      {"The kernel reports their creation only by a method that slows down every system call."_text,
       {}},
      {},
      false};
}

std::uint32_t ring_size(std::uint32_t wanted) {
  const auto page = static_cast<std::uint32_t>(::sysconf(_SC_PAGESIZE));
  constexpr std::uint32_t kMost = 1u << 30;
  return std::bit_ceil(std::min(std::max(wanted, page), kMost));
}

}  // namespace

struct TracerPrograms::Object {
  std::shared_ptr<void> skeleton;
  std::vector<Entry> entries;
  bpf_program* init_reader = nullptr;
  bpf_map* ring = nullptr;
  bpf_map* socket_states = nullptr;
  bpf_map* slots = nullptr;
  bpf_map* peers = nullptr;
  bpf_program* on_copied = nullptr;
  std::unique_ptr<bpf_link, decltype(&bpf_link__destroy)> copied_link{nullptr, &bpf_link__destroy};
  std::function<int()> load;
  std::function<pe_tracer_control*()> control;  // valid after loading
};

// Tries to load all programs, and leaves out those that the kernel refuses.
class TracerLoader {
 public:
  explicit TracerLoader(const TracerOptions& options) : options_(options) {
    if (options.only == TracerOptions::Only::second_programs)
      missing_.insert({"on_state", "on_destroy", "on_tcp"});
    if (options.only == TracerOptions::Only::cgroup_programs)
      missing_.insert({"on_state", "on_state_missed", "on_destroy"});
    if (options.only == TracerOptions::Only::tracing_programs) missing_.insert("on_tcp");
  }

  Result<TracerPrograms> load() {
    find_cgroups();
    TRY_VOID(load_most());
    TRY_VOID(choose_way());
    TRY_VOID(init_reader());
    TRY_VOID(attach());
    made_.coverage_.add(internet_only_gap());
    return std::move(made_);
  }

 private:
  using Opened = std::unique_ptr<TracerPrograms::Object>;

  [[nodiscard]] bool has(Purpose purpose) const { return wanted_[index_of(purpose)]; }

  void find_cgroups() {
    auto root = open_cgroup_root();
    if (!has_net_admin())
      no_cgroups_ =
          Error{ErrorKind::not_permitted, EPERM, "Tracing all processes requires CAP_NET_ADMIN"};
    else if (!root) no_cgroups_ = root.error();
    else if (is_whole_hierarchy(root->get())) cgroup_ = std::move(*root);
    else
      no_cgroups_ =
          Error{ErrorKind::not_supported, 0, "Only the cgroup of this container is mounted here"};
  }

  [[nodiscard]] Opened open() const {
    return in_place_ ? open_as<tracer_direct_bpf>() : open_as<tracer_bpf>();
  }

  template <typename Skeleton>
  [[nodiscard]] Opened open_as() const {
    const auto options = types_.open_options();
    std::shared_ptr<Skeleton> s(Skeleton::open(&options), &Skeleton::destroy);
    if (!s) return nullptr;
    if constexpr (std::is_same_v<Skeleton, tracer_direct_bpf>) s->rodata->type_ids = ids_;
    s->rodata->slot_mask = options_.slots - 1;
    return std::make_unique<TracerPrograms::Object>(
        TracerPrograms::Object{s,
                               entries_of(*s),
                               s->progs.init_reader,
                               s->maps.ring,
                               s->maps.socket_states,
                               s->maps.slots,
                               s->maps.peers,
                               s->progs.on_copied,
                               {nullptr, &bpf_link__destroy},
                               [raw = s.get()] { return Skeleton::load(raw); },
                               [raw = s.get()] { return &raw->bss->control; }});
  }

  // If the kernel refuses the build that reads in place, tries the other one.
  [[nodiscard]] Result<Opened> try_load(const Wanted& wanted) {
    auto loaded = try_as_it_is(wanted);
    if (loaded || !in_place_) return loaded;
    in_place_ = false;
    auto plain = try_as_it_is(wanted);
    in_place_ = !plain;
    return plain;
  }

  [[nodiscard]] Result<Opened> try_as_it_is(const Wanted& wanted) const {
    const LibbpfLog said;
    Opened object = open();
    if (!object) return tl::unexpected<Error>(load_error(errno, said.first_line()));
    for (const Entry& e : object->entries) {
      bpf_program__set_autoload(e.program, wanted[index_of(e.purpose)] &&
                                               !missing_.contains(bpf_program__name(e.program)));
    }
    bpf_map__set_max_entries(object->ring, ring_size(options_.ring_bytes));
    bpf_map__set_max_entries(object->slots, options_.slots);
    const int error = object->load();
    if (error != 0) return tl::unexpected<Error>(load_error(-error, said.first_line()));
    return object;
  }

  static Wanted base() {
    return Wanted{}
        .set(index_of(Purpose::init_reader))
        .set(index_of(Purpose::tcp))
        .set(index_of(Purpose::tcp_again));
  }

  // Returns true if on_tcp follows the states. on_state_missed is not needed then.
  [[nodiscard]] bool follows_states() const {
    return has(Purpose::cgroup) && !missing_.contains("on_tcp");
  }

  // Tries to load the purposes together with those already selected. Returns the error, or nothing
  // if it succeeded; they are then selected.
  std::optional<Error> try_more(std::initializer_list<Purpose> purposes) {
    Wanted more = wanted_;
    for (const Purpose p : purposes) more.set(index_of(p));
    auto object = try_load(more);
    if (!object) return std::move(object).error();
    wanted_ = more;
    made_.object_ = std::move(*object);
    made_.in_place_ = in_place_;
    made_.slots_ = options_.slots;
    return std::nullopt;
  }

  // Starts with everything, so that a single load is sufficient in the best case.
  Result<void> load_most() {
    const bool packets = options_.traffic == TrafficCounter::packet;
    wanted_ = base();
    if (!no_cgroups_) {
      if (!try_best(packets)) return {};
      no_cgroups_ = try_more({Purpose::cgroup});
      if (!no_cgroups_) static_cast<void>(try_more({Purpose::peers}));
    }
    if (!made_.object_) {
      if (auto error = try_more({})) return tl::unexpected<Error>(std::move(*error));
    }
    load_calls();
    if (packets || (options_.traffic == TrafficCounter::automatic && !has(Purpose::tracepoints) &&
                    !has(Purpose::functions)))
      load_packets();
    return {};
  }

  std::optional<Error> try_best(bool packets) {
    const Purpose calls = likely_calls();
    std::optional<Error> error;
    if (calls == Purpose::tracepoints && options_.follows_splices) {
      error = packets ? try_more({Purpose::cgroup, Purpose::peers, calls, Purpose::splices,
                                  Purpose::packets})
                      : try_more({Purpose::cgroup, Purpose::peers, calls, Purpose::splices});
      if (!error) return error;
    }
    return packets ? try_more({Purpose::cgroup, Purpose::peers, calls, Purpose::packets})
                   : try_more({Purpose::cgroup, Purpose::peers, calls});
  }

  // Returns the kind of program that can probably trace calls, judging by the kernel's names.
  [[nodiscard]] Purpose likely_calls() const {
    if (options_.traffic == TrafficCounter::fexit) return Purpose::functions;
    const bool there = names_.may_have("btf_trace_sock_send_length") &&
                       names_.may_have("btf_trace_sock_recv_length");
    return there || options_.traffic == TrafficCounter::tracepoint ? Purpose::tracepoints
                                                                   : Purpose::functions;
  }

  void load_calls() {
    no_calls_ = try_more({likely_calls()});
    if (!no_calls_ || options_.traffic == TrafficCounter::tracepoint) return;
    no_calls_ = find_functions();
    if (!no_calls_) no_calls_ = try_more({Purpose::functions});
  }

  // Tries each fexit program individually, as the names do not show which functions can be traced.
  std::optional<Error> find_functions() {
    const auto probe = open();
    if (!probe) return load_error(errno, "");
    for (const Entry& e : probe->entries) {
      const std::string name = bpf_program__name(e.program);
      if (e.purpose != Purpose::functions || missing_.contains(name)) continue;
      auto error = try_alone(name);
      if (!error) continue;
      if (name == "after_inet_sendmsg" || name == "after_inet_recvmsg" || is_out_of_files(*error))
        return error;
      missing_.insert(name);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Error> try_alone(const std::string& name) const {
    const LibbpfLog said;
    const Opened object = open();
    if (!object) return load_error(errno, said.first_line());
    for (const Entry& e : object->entries)
      bpf_program__set_autoload(e.program, name == bpf_program__name(e.program));
    bpf_map__set_max_entries(object->ring, ring_size(1));
    bpf_map__set_max_entries(object->slots, options_.slots);
    const int error = object->load();
    if (error != 0) return load_error(-error, said.first_line());
    return std::nullopt;
  }

  void load_packets() {
    no_packets_ = no_cgroups_;
    if (!no_packets_) no_packets_ = try_more({Purpose::packets});
  }

  // Without cgroup programs, only fexit programs record the peers of unconnected UDP sockets.
  [[nodiscard]] bool sees_peers_of_calls() const {
    if (options_.traffic == TrafficCounter::automatic)
      return has(Purpose::functions) && !has(Purpose::tracepoints);
    return options_.traffic == TrafficCounter::fexit;
  }

  // Fails if the traffic counter that was requested explicitly is not available. Other missing
  // parts are reported in the coverage.
  Result<void> choose_way() {
    if (no_cgroups_) made_.coverage_.add(no_cgroup_gap(*no_cgroups_, sees_peers_of_calls()));
    const bool calls = has(Purpose::tracepoints) || has(Purpose::functions);
    if (!calls) made_.coverage_.add(no_calls_gap(no_calls_));
    switch (options_.traffic) {
      case TrafficCounter::none: return {};
      case TrafficCounter::packet:
        if (!has(Purpose::packets)) return tl::unexpected<Error>(*no_packets_);
        break;
      case TrafficCounter::tracepoint:
        if (!has(Purpose::tracepoints)) return tl::unexpected<Error>(*no_calls_);
        break;
      case TrafficCounter::fexit:
        if (!has(Purpose::functions)) return tl::unexpected<Error>(*no_calls_);
        break;
      case TrafficCounter::automatic: break;
    }
    if (has(Purpose::packets)) made_.way_ = TrafficCounter::packet;
    else if (has(Purpose::tracepoints)) made_.way_ = TrafficCounter::tracepoint;
    else if (has(Purpose::functions)) made_.way_ = TrafficCounter::fexit;
    else made_.coverage_.add(no_traffic_gap({no_calls_, no_packets_}));
    made_.control().counting = counting();
    return {};
  }

  [[nodiscard]] __u32 counting() const {
    if (made_.way_ == TrafficCounter::none) return PE_COUNT_NOTHING;
    return made_.way_ == TrafficCounter::packet ? PE_COUNT_PACKETS : PE_COUNT_CALLS;
  }

  // Runs on this thread, so that the program sees the PID namespace and clock of the reader.
  Result<void> init_reader() {
    bpf_test_run_opts options{};
    options.sz = sizeof options;
    const int error = bpf_prog_test_run_opts(bpf_program__fd(made_.object_->init_reader), &options);
    if (error != 0) return fail_errno(-error, "running the BPF program init_reader failed");
    return {};
  }

  Result<void> attach() {
    for (const Entry& e : made_.object_->entries) {
      if (e.purpose != Purpose::tcp_again) TRY_VOID(attach(e));
    }
    const bool in_cgroups = made_.coverage_.find("tracing.cgroup") == nullptr;
    made_.control().sees_releases = in_cgroups ? 1 : 0;
    made_.control().sees_states = in_cgroups && follows_states() ? 1 : 0;
    made_.control().sees_peers = has(Purpose::peers) && in_cgroups ? 1 : 0;
    made_.control().splice_call = SYS_splice;
    made_.control().getsockopt_call = SYS_getsockopt;
    made_.sees_splices_ = has(Purpose::splices);
    if (made_.control().sees_states != 0) return {};
    for (const Entry& e : made_.object_->entries) {
      if (e.purpose == Purpose::tcp_again) TRY_VOID(attach(e));
    }
    return {};
  }

  Result<void> attach(const Entry& e) {
    if (e.link == nullptr || !has(e.purpose) || missing_.contains(bpf_program__name(e.program)))
      return {};
    const LibbpfLog said;
    const bool to_cgroup = hangs_on_cgroup(e.purpose);
    *e.link = to_cgroup ? bpf_program__attach_cgroup(e.program, cgroup_.get())
                        : bpf_program__attach(e.program);
    if (*e.link != nullptr) return {};
    const Error error = load_error(errno, said.first_line());
    if (!to_cgroup || options_.traffic == TrafficCounter::packet)
      return tl::unexpected<Error>(error);
    made_.coverage_.add(no_cgroup_gap(error, sees_peers_of_calls()));
    return {};
  }

  const TracerOptions& options_;
  Wanted wanted_;
  KernelTypes kernel_ = KernelTypes::read();
  KernelNames names_{kernel_.bytes()};
  CoreTypes types_{kernel_.bytes(), tracer_direct_bpf__elf_bytes};
  pe_tracer_type_ids ids_{types_.id("sock"),         types_.id("inet_sock"),
                          types_.id("tcp_sock"),     types_.id("mptcp_sock"),
                          types_.id("socket_alloc"), types_.id("upid"),
                          types_.id("task_struct"),  types_.id("timespec64")};
  bool in_place_ = options_.reads_in_place && names_.may_have("bpf_rdonly_cast") &&
                   ids_.sock != 0 && ids_.inet_sock != 0 && ids_.tcp_sock != 0 &&
                   ids_.socket_alloc != 0 && ids_.upid != 0 && ids_.task_struct != 0 &&
                   ids_.timespec64 != 0;
  std::set<std::string> missing_ = missing_functions(names_);
  std::optional<Error> no_cgroups_;
  std::optional<Error> no_calls_;
  std::optional<Error> no_packets_;
  UniqueFd cgroup_;
  TracerPrograms made_;
};

TracerPrograms::TracerPrograms() = default;
TracerPrograms::TracerPrograms(TracerPrograms&&) noexcept = default;
TracerPrograms& TracerPrograms::operator=(TracerPrograms&&) noexcept = default;
TracerPrograms::~TracerPrograms() = default;

Result<TracerPrograms> TracerPrograms::load(const TracerOptions& options) {
  return TracerLoader(options).load();
}

pe_tracer_control& TracerPrograms::control() const { return *object_->control(); }
int TracerPrograms::ring_fd() const { return bpf_map__fd(object_->ring); }
TracerMaps TracerPrograms::maps() const {
  return {bpf_map__fd(object_->socket_states), bpf_map__fd(object_->peers),
          bpf_map__fd(object_->slots), slots_};
}

void TracerPrograms::follow_splices(bool follow) {
  object_->copied_link.reset();
  if (!follow || !sees_splices_) return;
  const LibbpfLog said;
  object_->copied_link.reset(bpf_program__attach(object_->on_copied));
}

}  // namespace portexplorer
