#include "collect/local_source.h"

#include <fcntl.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <thread>
#include <utility>

#include "base/clocks.h"
#include "base/own_ids.h"
#include "base/privilege.h"
#include "base/words.h"
#include "collect/backend_choice.h"
#include "collect/bpf_backend.h"
#include "collect/host.h"
#include "collect/local_events.h"
#include "collect/netlink_backend.h"
#include "collect/observe/last_holders.h"
#include "collect/observe/past_namespaces.h"
#include "collect/observe/socket_history.h"
#include "collect/owners/foreign_owners.h"
#include "collect/packages/package_names.h"
#include "collect/process/finding_facts.h"
#include "collect/procfs/machine.h"
#include "collect/procfs/user_names.h"
#include "model/socket_facts.h"

namespace portexplorer {
namespace {

std::chrono::nanoseconds clock_time(clockid_t clock) {
  return std::chrono::nanoseconds(clock_ns(clock));
}

CoverageGap not_followed_gap(const Error& error) {
  return {
      "tracing",
      {"Sockets that open and close between two readings are missed, and creation times are only bounds."_text,
       {}},
      {"{reason}.", {}, {{"reason", own_words(error.what)}}},
      {remedy_for(error), {}},
      true};
}

// Loading keeps one core busy, mostly in the kernel's verifier. Meanwhile another core reads the
// processes.
Result<std::unique_ptr<BpfBackend>> load_beside(ProcessScanner& scanner,
                                                const SampleRequest& request) {
  std::jthread ahead;
  if (std::thread::hardware_concurrency() > 1) {
    try {
      ahead = std::jthread([&](const std::stop_token& stop) {
        scanner.describe_ahead(stop, request.process_details);
      });
    } catch (const std::system_error&) {
      // No more threads are available: describe() reads the processes later.
    }
  }
  return BpfBackend::create(request.protocols);  // then the thread is stopped and joined
}

bool proc_shows_own_pids() {
  const UniqueFd proc(::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return proc && portexplorer::proc_shows_own_pids(proc.get());
}

CoverageGap truncated_gap(std::uint64_t count) {
  return {
      "dump.interrupted",
      {"{count} socket tables changed faster than they could be read; some rows may be missing or stale."_text,
       {{"count", std::to_string(count)}}},
      {"The kernel interrupted each attempt to read them."_text, {}},
      {"Try again."_text, {}},
      true};
}

CoverageGap unmapped_users_gap() {
  return {
      "users.unmapped",
      {"The users of some processes, sockets or files are unknown."_text, {}},
      {"They are not mapped into the user namespace in which portexplorer runs, so the kernel reports the same number for all of them."_text,
       {}},
      {"Run portexplorer outside the container, or in the machine's first user namespace."_text,
       {}},
      true};
}

bool has_unknown_owner(const Sample& sample) {
  if (!sample.fds_complete || !sample.sees_all_namespaces) return false;
  return std::ranges::any_of(sample.sockets, has_unknown_holder);
}

class LocalSource final : public SocketSource {
 public:
  explicit LocalSource(std::unique_ptr<OtherPackages> packages) : packages_(std::move(packages)) {}

  Result<std::shared_ptr<const Sample>> sample(const SampleRequest& request) override {
    const auto start = clock_time(CLOCK_MONOTONIC);
    auto sample = std::make_shared<Sample>();
    if (request.follow) TRY_VOID(begin_to_follow(request.traffic_counter));
    const Timestamp began{clock_time(CLOCK_REALTIME).count()};
    TRY_VOID(read(request, sample));
    if (sample->losses.truncated_dumps > 0)
      sample->coverage.add(truncated_gap(sample->losses.truncated_dumps));
    if (request.follow) follow(request, began, *sample);
    // Callers that request no process details compare tables, and would mistake a last holder for a
    // current one.
    const auto previous = previous_.lock();
    if (previous != nullptr && request.owners && request.process_details)
      name_last_holders(*previous, *sample);
    if (request.follow)
      past_namespaces_.complete(previous.get(), *sample, clock_time(CLOCK_MONOTONIC));
    if (request.owners) {
      forget_unmapped_users(*sample);
      name_users(*sample);
      describe_foreign_owners(*sample);
    }
    if (request.look) read_look_facts(sample->tables.processes);
    if (request.look || request.packages) packages_.look_up(sample->tables.processes);
    sample->host = host_facts();
    sample->taken_at = Timestamp{clock_time(CLOCK_REALTIME).count()};
    sample->monotonic = clock_time(CLOCK_BOOTTIME);
    sample->duration = clock_time(CLOCK_MONOTONIC) - start;
    last_duration_ = sample->duration;
    previous_ = sample;
    remember(sample);
    return std::shared_ptr<const Sample>(std::move(sample));
  }

  Result<std::unique_ptr<EventStream>> events(const EventRequest& request) override {
    return make_local_events(request);
  }

 private:
  Result<void> read(const SampleRequest& request, std::shared_ptr<Sample>& sample) {
    const bool forced = request.backend == Backend::bpf;
    if (forced || wants_kernel(request)) {
      auto done = read_by_kernel(request, *sample);
      if (done || forced) return done;
      sample = std::make_shared<Sample>();
    }
    TRY_VOID(plain_.read(request, scanner_, *sample));
    if (request.backend == Backend::automatic) ask_kernel_for_owners(request, sample);
    return {};
  }

  // Only BPF programs can find the owner of a socket without a file descriptor, or detect that the
  // kernel owns it. Loading them takes longer than most netlink readings, but such sockets are
  // rare.
  void ask_kernel_for_owners(const SampleRequest& request, std::shared_ptr<Sample>& sample) {
    if (!request.owners || kernel_failed_ || !has_unknown_owner(*sample) || !may_use_kernel())
      return;
    auto other = std::make_shared<Sample>();
    if (read_by_kernel(request, *other)) sample = std::move(other);
  }

  // Returns whether the pids that BPF programs report are valid in /proc, too.
  static bool may_use_kernel() { return may_load_programs() && proc_shows_own_pids(); }

  [[nodiscard]] bool wants_kernel(const SampleRequest& request) const {
    if (request.backend == Backend::netlink || !request.owners || kernel_failed_ ||
        !proc_shows_own_pids())
      return false;
    if (kernel_ != nullptr || bpf_sees_more()) return true;
    return last_duration_ ? pays_resident(*last_duration_) : is_bpf_worth_loading();
  }

  Result<void> read_by_kernel(const SampleRequest& request, Sample& sample) {
    if (kernel_ == nullptr || !kernel_->can_read(request.protocols)) {
      auto created = load_beside(scanner_, request);
      kernel_failed_ = !created;
      if (!created) return tl::unexpected<Error>(std::move(created).error());
      kernel_ = std::move(*created);
    }
    if (auto memory = take_back()) kernel_->reuse(std::move(*memory));
    return kernel_->read(request, scanner_, sample);
  }

  // Returns the rows of a recent sample that is referenced from nowhere else.
  std::optional<std::vector<Socket>> take_back() {
    for (auto& sample : given_) {
      if (sample.use_count() != 1) continue;
      // Releasing a reference acquires the writes that other holders made before they released
      // theirs; use_count() does not. (A fence would also do, but the thread sanitizer does not
      // model fences.)
      std::shared_ptr(sample).reset();
      return std::move(std::exchange(sample, nullptr)->sockets);
    }
    return std::nullopt;
  }

  // A monitoring caller keeps two samples, so the third one reuses the memory of the first.
  void remember(std::shared_ptr<Sample> sample) {
    if (kernel_ == nullptr) return;
    given_[next_given_++ % given_.size()] = std::move(sample);
  }

  // Fails only if the requested traffic counter does not work here.
  Result<void> begin_to_follow(TrafficCounter way) {
    if (follower_ != nullptr || cannot_follow_) return {};
    auto created = SocketHistory::create(way);
    if (created) follower_ = std::move(*created);
    else if (way != TrafficCounter::automatic)
      return tl::unexpected<Error>(std::move(created).error());
    else cannot_follow_ = std::move(created).error();
    return {};
  }

  void follow(const SampleRequest& request, Timestamp began, Sample& sample) {
    if (follower_ == nullptr) {
      sample.coverage.add(not_followed_gap(*cannot_follow_));
      return;
    }
    if (const auto followed = follower_->complete(sample, request.protocols, began); !followed)
      sample.coverage.add(not_followed_gap(followed.error()));
  }

  // Outside the reader's user namespace, the uid of a socket names no user: it is mapped to the
  // overflow uid.
  static void forget_unmapped_users(Sample& sample) {
    const IdMap& map = own_users();
    if (map.is_complete) return;
    bool is_any_unknown = std::ranges::any_of(
        sample.tables.processes, [](const Process& p) { return p.pid.value() != 0 && !p.uid; });
    for (Socket& s : sample.sockets) {
      if (!s.known(Known::uid) || !map.is_unknown(s.uid)) continue;
      s.forget(Known::uid);
      is_any_unknown = true;
    }
    if (is_any_unknown) sample.coverage.add(unmapped_users_gap());
  }

  void name_users(Sample& sample) {
    auto& users = sample.tables.users;
    users_.refresh();
    for (const Socket& s : sample.sockets) {
      if (s.process != kNoIndex || !s.known(Known::uid)) continue;
      const bool named =
          std::ranges::any_of(users, [&](const auto& user) { return user.first == s.uid; });
      if (!named) users.emplace_back(s.uid, users_.name(Uid{s.uid}));
    }
  }

  ProcessScanner scanner_;
  UserNames users_;
  PackageNames packages_;
  NetlinkBackend plain_;
  std::unique_ptr<BpfBackend> kernel_;  // once loading pays off, or if requested
  bool kernel_failed_ = false;          // not tried again
  std::optional<std::chrono::nanoseconds> last_duration_;
  std::array<std::shared_ptr<Sample>, 3> given_;
  std::size_t next_given_ = 0;
  PastNamespaces past_namespaces_;
  std::weak_ptr<const Sample> previous_;  // valid as long as the caller keeps it
  std::unique_ptr<SocketHistory> follower_;
  std::optional<Error> cannot_follow_;  // not tried again
};

}  // namespace

std::unique_ptr<SocketSource> make_local_source(std::unique_ptr<OtherPackages> packages) {
  return std::make_unique<LocalSource>(std::move(packages));
}

}  // namespace portexplorer
