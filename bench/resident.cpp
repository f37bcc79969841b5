// Cost of a refresh in a long-running program: the reading, and deriving rows from it.
#include <fmt/format.h>

#include <chrono>

#include "bench/load_process.h"
#include "bench/measure.h"
#include "bench/report.h"
#include "collect/local_source.h"
#include "model/derive.h"

namespace portexplorer::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kMaxNanoseconds = 450;  // per socket
constexpr double kMaxCoreShare = 0.015;  // of one core, with 10,000 sockets and 1 Hz
constexpr std::uint64_t kMaxWatchBytes = 60'000'000;
constexpr int kWatchSeconds = 20;

struct Refresh {
  double sample_ns = 0;  // for all sockets
  double derive_ns = 0;
  std::size_t sockets = 0;
};

double since(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

// Returns medians, without the first readings, which load the programs and find everything new.
Result<Refresh> measure_refreshes(int count) {
  constexpr int kWarm = 3;
  const auto source = make_local_source();
  SampleRequest request;
  request.follow = true;
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<double> samples;
  std::vector<double> derivations;
  for (int i = 0; i < kWarm + count; ++i) {
    const auto start = Clock::now();
    TRY(sample, source->sample(request));
    const auto sampled = Clock::now();
    snapshot = derive(snapshot.get(), std::move(sample));
    if (i < kWarm) continue;
    derivations.push_back(since(sampled));
    samples.push_back(since(start) - derivations.back());
  }
  return Refresh{median(samples), median(derivations), snapshot->rows.size()};
}

Result<void> measure_load(const Settings& settings, Report& report, const LoadSize& size,
                          bool held) {
  fmt::print("\nCreating {} connections in {} process(es) …\n", size.connections, size.processes);
  TRY(load, LoadProcess::start(size));
  TRY(refresh, measure_refreshes(settings.quick ? 10 : 30));
  TRY(peer, measure({"ss", "-tan"}));
  const auto sockets = static_cast<double>(refresh.sockets);
  const double each = (refresh.sample_ns + refresh.derive_ns) / sockets;
  report["resident"][fmt::format("{}/P{}", size.connections, size.processes).c_str()] = {
      {"sockets", refresh.sockets},
      {"sample_ns", refresh.sample_ns},
      {"derive_ns", refresh.derive_ns},
      {"ss_tan_wall_s", peer.wall_s}};
  const std::string text = fmt::format(
      "{:.0f} ns: {:.0f} for the reading, {:.0f} for deriving rows; {} sockets in {}, ss -tan {}",
      each, refresh.sample_ns / sockets, refresh.derive_ns / sockets, refresh.sockets,
      human_seconds((refresh.sample_ns + refresh.derive_ns) / 1e9), human_seconds(peer.wall_s));
  const std::string what =
      fmt::format("a refresh takes at most {:.0f} ns per socket", kMaxNanoseconds);
  if (held) report.bar(what, each <= kMaxNanoseconds, text);
  else fmt::print("  {} (no bar)\n", text);
  return {};
}

Result<void> measure_watch(Report& report) {
  fmt::print(
      "\nportexplorer watch, once per second for {} s: creating 5,000 connections in 100 processes "
      "…\n",
      kWatchSeconds);
  TRY(load, LoadProcess::start({5'000, 100, 0}));
  const auto count = [](int seconds) {
    return Command{sibling_program("portexplorer"), "watch", "--interval", "1", "--count",
                   std::to_string(seconds)};
  };
  TRY(start, measure(count(2)));  // cost of starting alone
  TRY(run, measure(count(2 + kWatchSeconds)));
  if (run.exit_code != 0)
    return fail(ErrorKind::io, fmt::format("portexplorer exited with {}", run.exit_code));
  const double share = (run.cpu_s - start.cpu_s) / kWatchSeconds;
  report["resident"]["watch"] = {{"core_share", share}, {"peak_rss_bytes", run.peak_rss_bytes}};
  report.bar(fmt::format("watch takes under {:.1f} % of a core", kMaxCoreShare * 100),
             share < kMaxCoreShare, fmt::format("{:.2f} %", share * 100));
  report.bar(fmt::format("watch uses under {}", human_size(kMaxWatchBytes)),
             run.peak_rss_bytes < kMaxWatchBytes, human_size(run.peak_rss_bytes));
  return {};
}

Result<void> measure_all(const Settings& settings, Report& report) {
  TRY_VOID(measure_watch(report));
  TRY_VOID(measure_load(settings, report, {100'000, 100, 0}, true));
  // The maximum that one process can hold.
  return measure_load(settings, report, {9'000, 1, 0}, false);
}

}  // namespace

bool run_resident(const Settings& settings, Report& report) {
  const auto done = measure_all(settings, report);
  if (!done) fmt::print(stderr, "pe_bench: resident: {}\n", done.error().what);
  return done.has_value();
}

}  // namespace portexplorer::bench
