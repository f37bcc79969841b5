// Lists, filters and sorts a million sockets.
#include <fmt/format.h>

#include "bench/load_process.h"
#include "bench/measure.h"
#include "bench/report.h"

namespace portexplorer::bench {
namespace {

constexpr LoadSize kMillion{500'000, 100, 0};
constexpr double kMaxSeconds = 2;
constexpr std::uint64_t kMaxBytes = 1'000'000'000;

Result<void> measure_million(const Settings& settings, Report& report) {
  fmt::print("\nCreating a million TCP sockets in {} processes …\n", kMillion.processes);
  TRY(load, LoadProcess::start(kMillion));
  const std::string ours = sibling_program("portexplorer");
  const std::vector<std::pair<std::string, Command>> commands = {
      {"listed", {ours, "list", "--tcp"}},
      {"filtered", {ours, "list", "--tcp", "local_port:40000..40100"}},
      {"sorted", {ours, "list", "--tcp", "--sort", "local_port"}},
  };
  TRY(rows, read_lines({ours, "list", "--tcp", "--no-header"}));
  report.bar("all are listed", rows.count >= 2 * kMillion.connections,
             fmt::format("{} rows", rows.count));
  for (const auto& [what, command] : commands) {
    std::vector<double> walls;
    Run last;
    for (int i = 0; i < (settings.quick ? 1 : 3); ++i) {
      TRY(run, measure(command));
      if (run.exit_code != 0)
        return fail(ErrorKind::io, fmt::format("portexplorer exited with {}", run.exit_code));
      walls.push_back(run.wall_s);
      last = run;
    }
    const double wall = median(walls);
    report["million"][what] = {
        {"wall_s", wall}, {"cpu_s", last.cpu_s}, {"peak_rss_bytes", last.peak_rss_bytes}};
    report.bar(fmt::format("{} in under {} s and {}", what, kMaxSeconds, human_size(kMaxBytes)),
               wall < kMaxSeconds && last.peak_rss_bytes < kMaxBytes,
               fmt::format("{}, CPU {}, peak RSS {}", human_seconds(wall),
                           human_seconds(last.cpu_s), human_size(last.peak_rss_bytes)));
  }
  return {};
}

}  // namespace

bool run_million(const Settings& settings, Report& report) {
  const auto done = measure_million(settings, report);
  if (!done) fmt::print(stderr, "pe_bench: million: {}\n", done.error().what);
  return done.has_value();
}

}  // namespace portexplorer::bench
