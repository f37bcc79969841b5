// Memory over time: `watch` with JSON output and on a terminal for minutes, while connections and
// processes come and go.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>

#include "bench/load_process.h"
#include "bench/measure.h"
#include "bench/report.h"

namespace portexplorer::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr LoadSize kChurning{2000, 50, 500};
constexpr auto kSampleEvery = std::chrono::seconds(1);
// TIME_WAIT lasts one minute. The table reaches its full size only after that.
constexpr double kWarmUpSeconds = 75;
constexpr double kQuickSeconds = 120;
constexpr double kAllowedGrowth = 0.05;
constexpr double kAllowedGrowthBytes = 1e6;

struct Point {
  double at_s;
  double rss_bytes;
};

struct Watcher {
  std::string name;
  pid_t pid = 0;
  UniqueFd terminal;  // the other end of its terminal; none for JSON output
  std::vector<Point> points;
  bool alive = true;
};

std::optional<double> rss_of(pid_t pid) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::strtod(line.c_str() + 6, nullptr) * 1024;
  }
  return std::nullopt;
}

[[noreturn]] void watch_as(const std::vector<const char*>& arguments) {
  auto words = arguments;
  const std::string program = sibling_program("portexplorer");
  words.insert(words.begin(), program.c_str());
  words.push_back(nullptr);
  execv(program.c_str(), const_cast<char**>(words.data()));
  _exit(127);
}

Result<Watcher> watch_jsonl() {
  const pid_t pid = fork();
  if (pid < 0) return fail_errno(errno, "cannot fork");
  if (pid == 0) {
    const UniqueFd null(open("/dev/null", O_RDWR));
    dup2(null.get(), STDIN_FILENO);
    dup2(null.get(), STDOUT_FILENO);
    watch_as({"watch", "--jsonl", "--interval", "0.2s"});
  }
  return Watcher{"watch --jsonl", pid, {}, {}};
}

Result<Watcher> watch_on_terminal() {
  int master = -1;
  winsize size{50, 120, 0, 0};
  const pid_t pid = forkpty(&master, nullptr, nullptr, &size);
  if (pid < 0) return fail_errno(errno, "cannot open a terminal");
  if (pid == 0) watch_as({"watch", "--interval", "0.2s"});
  return Watcher{"watch on a terminal", pid, UniqueFd(master), {}};
}

// Reads the output of the watchers until `until`, so that they never block.
void drain(const std::vector<Watcher>& watchers, Clock::time_point until) {
  std::array<char, 65536> buffer;
  for (auto now = Clock::now(); now < until; now = Clock::now()) {
    std::vector<pollfd> wait;
    wait.reserve(watchers.size());
    for (const Watcher& w : watchers)
      wait.push_back({w.terminal ? w.terminal.get() : -1, POLLIN, 0});
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now);
    poll(wait.data(), wait.size(), static_cast<int>(left.count()));
    for (const pollfd& p : wait) {
      if ((p.revents & POLLIN) != 0 && read(p.fd, buffer.data(), buffer.size()) < 0) return;
    }
  }
}

void sample(std::vector<Watcher>& watchers, double at_s) {
  for (Watcher& w : watchers) {
    const auto rss = rss_of(w.pid);
    if (rss) w.points.push_back({at_s, *rss});
    else w.alive = false;
  }
}

// Returns the slope of a least-squares fit in bytes per second.
double slope(const std::vector<Point>& points) {
  double x = 0;
  double y = 0;
  double xx = 0;
  double xy = 0;
  for (const Point& p : points) {
    x += p.at_s;
    y += p.rss_bytes;
    xx += p.at_s * p.at_s;
    xy += p.at_s * p.rss_bytes;
  }
  const auto n = static_cast<double>(points.size());
  const double spread = n * xx - x * x;
  return spread > 0 ? (n * xy - x * y) / spread : 0;
}

double median_rss(const std::vector<Point>& points, std::size_t first, std::size_t last) {
  std::vector<double> values;
  values.reserve(last - first);
  for (std::size_t i = first; i < last; ++i) values.push_back(points[i].rss_bytes);
  return median(std::move(values));
}

void judge(const Watcher& watcher, Report& report) {
  std::vector<Point> points = watcher.points;
  std::erase_if(points, [](const Point& p) { return p.at_s < kWarmUpSeconds; });
  if (!watcher.alive || points.size() < 8) {
    report.bar(watcher.name + " survives the soak", false, "it exited early");
    return;
  }
  const std::size_t quarter = points.size() / 4;
  const double first = median_rss(points, 0, quarter);
  const double last = median_rss(points, points.size() - quarter, points.size());
  const double per_hour = slope(points) * 3600;
  report["soak"][watcher.name] = {{"seconds", points.back().at_s},
                                  {"rss_first_quarter", first},
                                  {"rss_last_quarter", last},
                                  {"slope_bytes_per_hour", per_hour}};
  report.bar(watcher.name + " does not grow",
             last - first <= std::max(first * kAllowedGrowth, kAllowedGrowthBytes),
             fmt::format("{:.2f} MB, then {:.2f} MB; slope {:+.2f} MB per hour", first / 1e6,
                         last / 1e6, per_hour / 1e6));
}

Result<void> soak(const Settings& settings, Report& report) {
  const double seconds =
      settings.quick ? kQuickSeconds : std::max(settings.minutes * 60.0, 2 * kWarmUpSeconds);
  fmt::print(
      "\nSoak: watch for {:.0f} s, five refreshes per second, {} established connections and {} "
      "new ones per second\n",
      seconds, kChurning.connections, kChurning.churn);
  std::fflush(stdout);
  TRY(load, LoadProcess::start(kChurning));
  std::vector<Watcher> watchers;
  TRY(jsonl, watch_jsonl());
  watchers.push_back(std::move(jsonl));
  TRY(terminal, watch_on_terminal());
  watchers.push_back(std::move(terminal));
  const auto start = Clock::now();
  for (auto at = start; std::chrono::duration<double>(at - start).count() < seconds;
       at += kSampleEvery) {
    drain(watchers, at + kSampleEvery);
    sample(watchers, std::chrono::duration<double>(at - start).count());
  }
  for (const Watcher& w : watchers) {
    judge(w, report);
    kill(w.pid, SIGTERM);
    waitpid(w.pid, nullptr, 0);
  }
  return {};
}

}  // namespace

bool run_soak(const Settings& settings, Report& report) {
  const auto done = soak(settings, report);
  if (!done) fmt::print(stderr, "pe_bench: soak: {}\n", done.error().what);
  return done.has_value();
}

}  // namespace portexplorer::bench
