// Overhead of tracing for other processes: loops without a tracer, with SocketTracer, and with
// nethogs.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/bpf.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

#include "base/unique_fd.h"
#include "bench/measure.h"
#include "bench/report.h"
#include "bench/socket_loops.h"
#include "collect/ebpf/tracer/socket_tracer.h"

namespace portexplorer::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPairs = 40;
constexpr int kQuickPairs = 30;
constexpr double kLoopSeconds = 0.1;
constexpr const char* kPeer = "nethogs";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Measured {
  NamedLoop loop;
  std::uint64_t times = 0;      // repetitions in one run
  std::vector<double> plain_s;  // duration of each run
  // By tracer: duration relative to the run without a tracer of the same pair.
  std::map<std::string, std::vector<double>> ratios;
  double bpf_ns = 0;  // of one operation
};

Result<double> time_loop(const Measured& m) {
  const auto start = Clock::now();
  TRY_VOID(m.loop.loop->run(m.times));
  return seconds_since(start);
}

// Chooses the number of repetitions so that a run takes about kLoopSeconds.
Result<void> choose_times(Measured& m) {
  m.times = 2000;
  TRY_VOID(time_loop(m));
  TRY(took, time_loop(m));
  m.times = static_cast<std::uint64_t>(static_cast<double>(m.times) * kLoopSeconds / took) + 1;
  return {};
}

// Runs nethogs for the lifetime of the object. It is monitoring when the constructor returns.
class NetHogs {
 public:
  static Result<NetHogs> start() {
    NetHogs started;
    started.pid_ = fork();
    if (started.pid_ < 0) return fail_errno(errno, "cannot fork");
    if (started.pid_ == 0) {
      const UniqueFd null(open("/dev/null", O_RDWR));
      dup2(null.get(), STDOUT_FILENO);
      dup2(null.get(), STDERR_FILENO);
      execlp(kPeer, kPeer, "-a", "-t", "-d", "1", "lo", nullptr);
      _exit(127);
    }
    TRY_VOID(wait_until_it_watches());
    return started;
  }
  NetHogs(NetHogs&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  NetHogs(const NetHogs&) = delete;
  NetHogs& operator=(const NetHogs&) = delete;
  ~NetHogs() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

 private:
  NetHogs() = default;

  // nethogs opens the only packet socket in this network namespace.
  static Result<void> wait_until_it_watches() {
    const auto start = Clock::now();
    while (seconds_since(start) < 10) {
      std::ifstream sockets("/proc/net/packet");
      std::string line;
      if (std::getline(sockets, line) && std::getline(sockets, line)) return {};
      poll(nullptr, 0, 5);
    }
    return fail(ErrorKind::unavailable, "nethogs did not start monitoring");
  }

  pid_t pid_ = 0;
};

// Enables measuring the run time of BPF programs while the returned fd is open.
UniqueFd enable_bpf_times() {
  bpf_attr attributes{};
  attributes.enable_stats.type = BPF_STATS_RUN_TIME;
  return UniqueFd(
      static_cast<int>(syscall(SYS_bpf, BPF_ENABLE_STATS, &attributes, sizeof attributes)));
}

double bpf_time_ns() {
  std::map<std::string, double> by_id;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fdinfo")) {
    std::ifstream file(entry.path());
    std::string id;
    for (std::string word; file >> word;) {
      if (word == "prog_id:") file >> id;
      if (word == "run_time_ns:" && !id.empty()) file >> by_id[id];
    }
  }
  double sum = 0;
  for (const auto& [id, time] : by_id) sum += time;
  return sum;
}

Result<void> time_all(std::vector<Measured>& all, const std::string& watcher,
                      SocketTracer* tracer) {
  EventBatch batch;
  for (Measured& m : all) {
    TRY(took, time_loop(m));
    if (watcher.empty()) m.plain_s.push_back(took);
    else m.ratios[watcher].push_back(took / m.plain_s.back());
    if (tracer != nullptr) TRY_VOID(tracer->take(batch));
  }
  return {};
}

Result<void> time_pair(std::vector<Measured>& all, bool with_peer, std::vector<double>& create_s) {
  TRY_VOID(time_all(all, "", nullptr));
  {
    const auto start = Clock::now();
    TRY(tracer, SocketTracer::create());
    create_s.push_back(seconds_since(start));
    TRY_VOID(time_all(all, "portexplorer", tracer.get()));
  }
  if (!with_peer) return {};
  TRY(peer, NetHogs::start());
  return time_all(all, kPeer, nullptr);
}

Result<void> time_programs(std::vector<Measured>& all) {
  const UniqueFd times = enable_bpf_times();
  if (!times) return fail_errno(errno, "BPF run time statistics are not available");
  TRY(tracer, SocketTracer::create());
  EventBatch batch;
  for (Measured& m : all) {
    const double before = bpf_time_ns();
    TRY_VOID(time_loop(m));
    m.bpf_ns = (bpf_time_ns() - before) / static_cast<double>(m.times);
    TRY_VOID(tracer->take(batch));
  }
  return {};
}

struct Interval {
  double low;
  double middle;
  double high;
};

// Returns the median and its 95 % confidence interval (from the binomial distribution).
Interval median_interval(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const double reach = 1.96 * std::sqrt(n) / 2;
  const auto low = static_cast<std::size_t>(std::max(std::floor(n / 2 - reach), 0.0));
  const auto high = std::min(static_cast<std::size_t>(std::ceil(n / 2 + reach)), values.size() - 1);
  return {values[low], median(values), values[high]};
}

std::string text_of(const Interval& i) {
  return fmt::format("{:.3f} ({:.3f}–{:.3f})", i.middle, i.low, i.high);
}

void print(const std::vector<Measured>& all, bool with_peer, Report& report) {
  fmt::print("  {:<9}{:>12}{:>14}{:>24}{:>24}\n", "loop", "plain", "BPF", "portexplorer",
             with_peer ? kPeer : "");
  for (const Measured& m : all) {
    const double plain_ns = median(m.plain_s) / static_cast<double>(m.times) * 1e9;
    const Interval ours = median_interval(m.ratios.at("portexplorer"));
    auto& json = report["counting"][m.loop.name];
    json = {{"pairs", m.plain_s.size()},
            {"plain_ns", plain_ns},
            {"bpf_ns", m.bpf_ns},
            {"slowdown", {ours.low, ours.middle, ours.high}}};
    std::string peer;
    if (with_peer) {
      const Interval theirs = median_interval(m.ratios.at(kPeer));
      json["slowdown_nethogs"] = {theirs.low, theirs.middle, theirs.high};
      peer = text_of(theirs);
    }
    fmt::print("  {:<9}{:>9.0f} ns{:>11.0f} ns{:>24}{:>24}\n", m.loop.name, plain_ns, m.bpf_ns,
               text_of(ours), peer);
  }
}

void judge(const std::vector<Measured>& all, Report& report) {
  for (const Measured& m : all) {
    if (!m.loop.most) continue;
    const Interval ours = median_interval(m.ratios.at("portexplorer"));
    report.bar(fmt::format("{}: at most {:.2f} times slower (upper end of the interval)",
                           m.loop.name, *m.loop.most),
               ours.high <= *m.loop.most, fmt::format("{:.3f}", ours.high));
  }
}

Result<std::vector<Measured>> prepare() {
  TRY_VOID(enter_quiet_namespace());
  TRY_VOID(pin_to_core(0));
  TRY(loops, make_loops());
  std::vector<Measured> all;
  for (NamedLoop& loop : loops) {
    Measured& m = all.emplace_back(Measured{std::move(loop), 0, {}, {}, 0});
    TRY_VOID(choose_times(m));
  }
  return all;
}

Result<void> count(const Settings& settings, Report& report) {
  const bool with_peer = in_path(kPeer);
  const int pairs = settings.quick ? kQuickPairs : kPairs;
  fmt::print(
      "\nCounting: loops on one core, {} interleaved pairs, median ratio with its 95 % interval\n",
      pairs);
  if (with_peer) {
    TRY(version, read_lines({kPeer, "-V"}));
    fmt::print("Compared with {}{}\n", kPeer, version.first);
    report["counting"]["nethogs"] = version.first;
  } else {
    fmt::print("{} is not installed and is left out\n", kPeer);
  }
  std::fflush(stdout);
  TRY(all, prepare());
  std::vector<double> create_s;
  for (int i = 0; i < pairs; ++i) TRY_VOID(time_pair(all, with_peer, create_s));
  TRY_VOID(time_programs(all));
  print(all, with_peer, report);
  report["counting"]["create_s"] = median(create_s);
  fmt::print("  Loading the BPF programs takes {}\n", human_seconds(median(create_s)));
  judge(all, report);
  return {};
}

}  // namespace

bool run_counting(const Settings& settings, Report& report) {
  const auto done = count(settings, report);
  if (!done) fmt::print(stderr, "pe_bench: counting: {}\n", done.error().what);
  return done.has_value();
}

}  // namespace portexplorer::bench
