// Short-lived connections at a high rate: verifies that every one is reported.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <span>
#include <utility>
#include <vector>

#include "base/unique_fd.h"
#include "bench/report.h"
#include "bench/socket_loops.h"
#include "collect/ebpf/tracer/socket_tracer.h"

namespace portexplorer::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPerSecond = 20'000;
constexpr std::uint64_t kMakers = 2;  // processes, each on a separate core
// Per second. The connections of one slice are made in one go.
constexpr std::uint64_t kSlices = 1'000;
// Fraction of kPerSecond. Below it, the machine was too slow for the test.
constexpr double kLeastRate = 0.95;

// Result that the process making the connections reports at its end.
struct Made {
  std::uint64_t connections = 0;
  double seconds = 0;
};

Result<Made> make_connections(unsigned core, int seconds) {
  TRY_VOID(pin_to_core(core));
  TRY(loop, make_connects());
  Made made;
  const auto start = Clock::now();
  for (std::uint64_t slice = 0; slice < kSlices * static_cast<std::uint64_t>(seconds); ++slice) {
    TRY_VOID(loop->run(kPerSecond / kSlices / kMakers));
    made.connections += kPerSecond / kSlices / kMakers;
    const auto due = start + std::chrono::nanoseconds(1'000'000'000 / kSlices * (slice + 1));
    const timespec wait{0,
                        static_cast<long>(std::max<std::int64_t>((due - Clock::now()).count(), 0))};
    ::nanosleep(&wait, nullptr);
  }
  made.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return made;
}

// A process that makes connections and then reports how many.
class Maker {
 public:
  static Result<Maker> start(unsigned core, int seconds) {
    std::array<int, 2> fds{};
    if (pipe2(fds.data(), O_CLOEXEC) != 0) return fail_errno(errno, "cannot create a pipe");
    UniqueFd read(fds[0]);
    const UniqueFd write(fds[1]);
    const pid_t pid = fork();
    if (pid < 0) return fail_errno(errno, "cannot fork");
    if (pid == 0) {
      const auto made = make_connections(core, seconds);
      if (!made) fmt::print(stderr, "pe_bench: tracing: {}\n", made.error().what);
      _exit(made && ::write(write.get(), &*made, sizeof *made) == sizeof *made ? 0 : 1);
    }
    return Maker(pid, std::move(read));
  }
  Maker(Maker&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)), said_(std::move(other.said_)) {}
  Maker& operator=(Maker&&) = delete;
  Maker(const Maker&) = delete;
  Maker& operator=(const Maker&) = delete;
  ~Maker() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  [[nodiscard]] Pid pid() const { return Pid{pid_}; }
  [[nodiscard]] int fd() const { return said_.get(); }
  [[nodiscard]] Result<Made> hear() const {
    Made made;
    if (read(said_.get(), &made, sizeof made) != sizeof made)
      return fail(ErrorKind::io, "making the connections failed");
    return made;
  }

 private:
  Maker(pid_t pid, UniqueFd said) : pid_(pid), said_(std::move(said)) {}
  pid_t pid_;
  UniqueFd said_;
};

// Reported events of the makers' connections.
struct TracedEvents {
  std::uint64_t connects = 0;
  std::uint64_t accepts = 0;
  std::uint64_t closes = 0;
  std::uint64_t lost = 0;
  std::uint64_t events = 0;

  void add(const EventBatch& batch, std::span<const Maker> makers) {
    lost += batch.lost;
    events += batch.events.size();
    for (const SocketEvent& e : batch.events) {
      if (e.process == kNoIndex ||
          std::ranges::find(makers, batch.processes[e.process].pid, &Maker::pid) == makers.end())
        continue;
      if (e.action == Action::connect && e.error == 0) ++connects;
      else if (e.action == Action::accept) ++accepts;
      else if (e.action == Action::close && e.socket.remote_port != 0) ++closes;
    }
  }
};

double cpu_seconds() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

// Collects events until the makers have finished and no more events arrive.
Result<TracedEvents> listen_to(SocketTracer& tracer, std::span<const Maker> makers) {
  TracedEvents heard;
  EventBatch batch;
  std::vector<pollfd> waits{{tracer.event_fd(), POLLIN, 0}};
  for (const Maker& maker : makers) waits.push_back({maker.fd(), POLLIN, 0});
  for (std::size_t last = 1; waits.size() > 1 || last != 0; last = batch.events.size()) {
    ::poll(waits.data(), waits.size(), 200);
    std::erase_if(waits,
                  [&](const pollfd& w) { return w.fd != tracer.event_fd() && w.revents != 0; });
    TRY_VOID(tracer.take(batch));
    heard.add(batch, makers);
  }
  return heard;
}

Result<Made> sum_up(std::span<const Maker> makers) {
  Made all;
  for (const Maker& maker : makers) {
    TRY(made, maker.hear());
    all.connections += made.connections;
    all.seconds = std::max(all.seconds, made.seconds);
  }
  return all;
}

Result<void> measure_tracing(const Settings& settings, Report& report) {
  const int seconds = settings.quick ? 5 : 30;
  fmt::print(
      "\n{} connections per second for {} s, each opened, accepted and closed on both ends:\n",
      kPerSecond, seconds);
  std::fflush(stdout);
  TRY_VOID(enter_quiet_namespace());
  TRY(tracer, SocketTracer::create());
  std::vector<Maker> makers;
  for (unsigned core = 0; core < kMakers; ++core) {
    TRY(maker, Maker::start(core, seconds));
    makers.push_back(std::move(maker));
  }
  const double cpu_before = cpu_seconds();
  TRY(heard, listen_to(*tracer, makers));
  const double cpu = cpu_seconds() - cpu_before;
  TRY(made, sum_up(makers));
  const double rate = static_cast<double>(made.connections) / made.seconds;
  report["tracing"] = {{"made", made.connections},
                       {"per_second", rate},
                       {"connects", heard.connects},
                       {"accepts", heard.accepts},
                       {"closes", heard.closes},
                       {"lost", heard.lost},
                       {"cpu_s", cpu}};
  report.bar(fmt::format("{} connections per second", kPerSecond),
             rate >= kLeastRate * static_cast<double>(kPerSecond),
             fmt::format("{:.0f} per second", rate));
  report.bar(
      "every event is reported with its process, and none is lost",
      heard.lost == 0 && heard.connects == made.connections && heard.accepts == made.connections &&
          heard.closes == 2 * made.connections,
      fmt::format("{} connections: {} connects, {} accepts, {} closes, {} lost", made.connections,
                  heard.connects, heard.accepts, heard.closes, heard.lost));
  fmt::print("  reading {} events took {:.1f} % of one core\n", heard.events,
             100 * cpu / made.seconds);
  return {};
}

}  // namespace

bool run_tracing(const Settings& settings, Report& report) {
  const auto done = measure_tracing(settings, report);
  if (!done) fmt::print(stderr, "pe_bench: tracing: {}\n", done.error().what);
  return done.has_value();
}

}  // namespace portexplorer::bench
