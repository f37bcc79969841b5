#include "collect/diagnose/selftest.h"

#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <climits>
#include <string_view>

#include "base/own_ids.h"
#include "base/unique_fd.h"
#include "collect/diagnose/stage.h"
#include "collect/diagnose/witness.h"
#include "collect/netns/namespaces.h"

namespace portexplorer {
namespace {

using Clock = std::chrono::steady_clock;
// The self-test takes one or two seconds; emulated processors take ten times as long.
constexpr auto kMostTime = std::chrono::seconds(40);
constexpr auto kTimeToPlay =
    std::chrono::seconds(25);  // part of kMostTime; after that no further case is started
constexpr auto kTimeToListen = std::chrono::seconds(10);

std::string own_name() {
  std::array<char, PATH_MAX> path;
  const ssize_t length = ::readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0) return {};
  std::string_view name(path.data(), static_cast<std::size_t>(length));
  name.remove_prefix(name.rfind('/') + 1);
  constexpr std::string_view kDeleted = " (deleted)";
  if (name.ends_with(kDeleted)) name.remove_suffix(kDeleted.size());
  return std::string(name);
}

std::vector<CaseSpec> all_cases() {
  std::vector<CaseSpec> all;
  for (auto* const cases : {protocol_cases, owner_cases, path_cases, ending_cases}) {
    auto some = cases();
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

bool is_loopback_down() {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq asked{};
  asked.ifr_name[0] = 'l';
  asked.ifr_name[1] = 'o';
  return fd && ::ioctl(fd.get(), SIOCGIFFLAGS, &asked) == 0 && (asked.ifr_flags & IFF_UP) == 0;
}

std::string remedy_of(const Error& error, const std::string& for_permission) {
  switch (error.kind) {
    case ErrorKind::not_permitted: return for_permission;
    case ErrorKind::not_supported: return "";
    default:
      if (is_loopback_down()) return "Bring the loopback interface up: ip link set lo up";
      return "Try again; portexplorer doctor reports what else is missing.";
  }
}

std::string sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z' && !text.starts_with("io_uring"))
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

// One way to observe what was done: a list, or the log.
class Eye {
 public:
  Eye(View view, std::string group) : view_(view), group_(std::move(group)) {}

  void fail_with(Error error) { error_ = std::move(error); }
  [[nodiscard]] bool works() const { return !error_; }

  template <typename Find>
  SelfTestCase judge_case(const CaseSpec& spec, const Result<Scene>& scene,
                          const Coverage& coverage, Find find) const {
    SelfTestCase result;
    if (error_ || !scene) {
      const Error& error = error_ ? *error_ : scene.error();
      result.why = sentence(error.what);
      const bool as_root = error_ || spec.remedy == kRunAsRoot;
      result.remedy = remedy_of(error, as_root && is_confined()
                                           ? "Run portexplorer as root outside the container."
                                       : as_root ? kRunAsRoot
                                                 : spec.remedy);
    } else {
      std::vector<Sighting> sightings;
      for (const DoneSocket& done : scene->sockets) sightings.emplace_back(done, find(done));
      result = judge(view_, sightings);
      explain(result, coverage);
    }
    result.group = group_;
    result.what = spec.what;
    return result;
  }

 private:
  // Adds what the backend itself reports as missing.
  static void explain(SelfTestCase& result, const Coverage& coverage) {
    if (result.verdict == Verdict::wrong)
      result.remedy = "Please report this: it is a bug in Port Explorer or in this kernel.";
    if (result.verdict != Verdict::not_seen) return;
    for (const CoverageGap& gap : coverage.gaps) {
      if (!gap.id.starts_with("tracing") || gap.id == "tracing.other_families") continue;
      result.why += (result.why.empty() ? "" : " ") + format_message(gap.what) + " " +
                    format_message(gap.why);
      if (result.remedy.empty()) result.remedy = format_message(gap.remedy);
    }
  }

  View view_;
  std::string group_;
  std::optional<Error> error_;
};

class SelfTest {
 public:
  explicit SelfTest(const SelfTestOptions& options)
      : options_(options),
        stage_{{Pid{::getpid()}, own_name()}, own_netns_id(), options.can_reenter} {}

  SelfTestReport run() {
    begin();
    for (CaseSpec& spec : all_cases()) play(std::move(spec));
    look();
    report_lists();
    end_scenes();
    listen();
    report_log();
    return std::move(proof_);
  }

 private:
  struct Played {
    CaseSpec spec;
    Result<Scene> scene;
  };

  static SampleRequest request(Backend way) {
    SampleRequest request;
    request.protocols = ProtocolSet::all();
    request.process_details = false;
    request.unlisted = true;
    request.follow = way == Backend::bpf;
    request.backend = way;
    return request;
  }

  void begin() {
    // Tracing starts with the first reading.
    if (auto first = kernel_->sample(request(Backend::bpf)); !first)
      kernel_eye_.fail_with(first.error());
    EventRequest events;
    events.traffic = TraceFilter{.pid = stage_.self.pid};
    auto log = log_source_->events(events);
    if (log) log_ = std::move(*log);
    else log_eye_.fail_with(log.error());
    start_ = Clock::now();  // on a busy machine, loading and attaching programs takes seconds
  }

  void play(CaseSpec spec) {
    Result<Scene> scene =
        Clock::now() < start_ + kTimeToPlay
            ? spec.play(stage_)
            : fail(ErrorKind::unavailable, "the time limit for all cases was reached");
    played_.push_back({std::move(spec), std::move(scene)});
    take_events();
  }

  void look() {
    look_by(*plain_, Backend::netlink, plain_sample_, plain_eye_);
    if (kernel_eye_.works()) look_by(*kernel_, Backend::bpf, kernel_sample_, kernel_eye_);
  }

  static void look_by(SocketSource& source, Backend way, std::shared_ptr<const Sample>& to,
                      Eye& eye) {
    auto sample = source.sample(request(way));
    if (sample) to = std::move(*sample);
    else eye.fail_with(sample.error());
  }

  void report_lists() {
    report_list(plain_eye_, plain_sample_);
    report_list(kernel_eye_, kernel_sample_);
  }

  void report_list(const Eye& eye, const std::shared_ptr<const Sample>& sample) {
    const Coverage none;
    for (const Played& played : played_) {
      if (!played.spec.in_lists) continue;
      proof_.cases.push_back(
          eye.judge_case(played.spec, played.scene, sample ? sample->coverage : none,
                         [&](const DoneSocket& done) { return find_in_list(*sample, done); }));
    }
  }

  // Ends what the cases made; what must be reported about them is kept.
  void end_scenes() {
    for (Played& played : played_) {
      if (!played.scene) continue;
      played.scene->children.clear();
      played.scene->files.clear();
    }
  }

  void take_events() {
    if (!log_) return;
    EventBatch batch;
    do {
      if (const auto taken = log_->take(batch); !taken) {
        log_eye_.fail_with(taken.error());
        log_.reset();
        return;
      }
      witness_.take(batch);
    } while (!batch.events.empty());
  }

  [[nodiscard]] bool all_ended() const {
    return std::ranges::all_of(played_, [&](const Played& played) {
      if (!played.scene || !played.spec.in_log) return true;
      return std::ranges::all_of(played.scene->sockets, [&](const DoneSocket& d) {
        return !is_internet(d.protocol) || witness_.has_ended(d);
      });
    });
  }

  // Waits until the log has reported the end of all sockets.
  void listen() {
    const auto until = std::min(Clock::now() + kTimeToListen, start_ + kMostTime);
    take_events();
    while (log_ && !all_ended()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
      if (left <= 0) return;
      pollfd waited{log_->wake_handle(), POLLIN, 0};
      ::poll(&waited, 1, static_cast<int>(left));
      take_events();
    }
  }

  void report_log() {
    Coverage coverage;
    if (log_) coverage = log_->coverage();
    if (witness_.lost() > 0) {
      coverage.add({"tracing.lost",
                    {"{count} events were lost.", {{"count", std::to_string(witness_.lost())}}},
                    {"The machine is too busy.", {}},
                    {"Try again when there is less activity.", {}}});
    }
    for (const Played& played : played_) {
      if (!played.spec.in_log) continue;
      proof_.cases.push_back(
          log_eye_.judge_case(played.spec, played.scene, coverage,
                              [&](const DoneSocket& done) { return witness_.find(done); }));
    }
  }

  const SelfTestOptions& options_;
  Stage stage_;
  Clock::time_point start_;
  std::unique_ptr<SocketSource> plain_ = options_.make_source();
  std::unique_ptr<SocketSource> kernel_ = options_.make_source();
  std::unique_ptr<SocketSource> log_source_ = options_.make_source();
  std::unique_ptr<EventStream> log_;
  Eye plain_eye_{View::plain_list, "The list, read with netlink and /proc"};
  Eye kernel_eye_{View::kernel_list, "The list, read with BPF programs"};
  Eye log_eye_{View::log, "The log, with the traffic of closed sockets"};
  std::vector<Played> played_;
  std::shared_ptr<const Sample> plain_sample_;
  std::shared_ptr<const Sample> kernel_sample_;
  LogObserver witness_;
  SelfTestReport proof_;
};

}  // namespace

SelfTestReport prove(const SelfTestOptions& options) { return SelfTest(options).run(); }

}  // namespace portexplorer
