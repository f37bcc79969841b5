// Compares whole processes: portexplorer, ss, netstat and lsof on the same sockets, with
// interleaved runs.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "bench/load_process.h"
#include "bench/measure.h"
#include "bench/report.h"

namespace portexplorer::bench {
namespace {

struct Tool {
  std::string name;
  Command command;
  Command version;
};

struct Series {
  std::vector<Run> runs;
  std::size_t wanted = 1;

  template <typename Get>
  [[nodiscard]] double median_of(Get get) const {
    std::vector<double> values;
    for (const Run& run : runs) values.push_back(static_cast<double>(get(run)));
    return median(std::move(values));
  }
  [[nodiscard]] double wall() const {
    return median_of([](const Run& r) { return r.wall_s; });
  }
  [[nodiscard]] double cpu() const {
    return median_of([](const Run& r) { return r.cpu_s; });
  }
  [[nodiscard]] std::uint64_t rss() const {
    return static_cast<std::uint64_t>(median_of([](const Run& r) { return r.peak_rss_bytes; }));
  }
};

std::vector<Tool> tools() {
  const std::string ours = sibling_program("portexplorer");
  std::vector<Tool> all = {
      {"portexplorer list --tcp", {ours, "list", "--tcp"}, {ours, "--version"}},
      {"ss -tanpi", {"ss", "-tanpi"}, {"ss", "-V"}},
      {"ss -tanp", {"ss", "-tanp"}, {"ss", "-V"}},
      {"netstat -tunap", {"netstat", "-tunap"}, {"netstat", "--version"}},
      {"lsof -nP -i", {"lsof", "-nP", "-i"}, {"sh", "-c", "lsof -v 2>&1 | grep -m1 'revision:'"}}};
  std::erase_if(all, [](const Tool& tool) {
    const bool missing =
        tool.command[0].find('/') == std::string::npos && !in_path(tool.command[0]);
    if (missing) fmt::print("{} is not installed and is left out\n", tool.command[0]);
    return missing;
  });
  return all;
}

std::vector<LoadSize> loads(bool quick) {
  if (quick) return {{0, 0}, {1000, 10}, {10'000, 100}, {100'000, 100}};
  return {{0, 0},        {1000, 10},     {1000, 100},    {1000, 1000},   {10'000, 10},
          {10'000, 100}, {10'000, 1000}, {100'000, 100}, {100'000, 1000}};
}

std::string describe(const LoadSize& size) {
  if (size.connections == 0) return "idle: no load";
  return fmt::format("{} connections in {} processes", size.connections, size.processes);
}

// Fast programs are run often, slow ones a few times.
std::size_t runs_wanted(double first_wall_s, bool quick) {
  const double budget_s = quick ? 3 : 15;
  const auto fitting = static_cast<std::size_t>(budget_s / std::max(first_wall_s, 1e-4));
  return std::clamp<std::size_t>(fitting, quick ? 1 : 3, quick ? 11 : 41);
}

Result<std::vector<Series>> measure_all(const std::vector<Tool>& tools, bool quick) {
  std::vector<Series> series(tools.size());
  for (const Tool& tool : tools) {
    if (tool.name.starts_with("portexplorer"))
      TRY_VOID(measure(tool.command));  // warms the page cache; not measured
  }
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < tools.size(); ++i) {
      if (series[i].runs.size() >= series[i].wanted) continue;
      TRY(run, measure(tools[i].command));
      if (series[i].runs.empty()) series[i].wanted = runs_wanted(run.wall_s, quick);
      series[i].runs.push_back(run);
      more = more || series[i].runs.size() < series[i].wanted;
    }
  }
  return series;
}

nlohmann::json print_table(const std::vector<Tool>& tools, const std::vector<Series>& series) {
  auto results = nlohmann::json::array();
  fmt::print("  {:<24} {:>4} {:>10} {:>10} {:>10} {:>9} {:>9}\n", "", "runs", "wall", "CPU",
             "peak RSS", "× wall", "× CPU");
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const Series& s = series[i];
    const double wall_ratio = s.wall() / series[0].wall();
    const double cpu_ratio = s.cpu() / std::max(series[0].cpu(), 1e-6);
    fmt::print("  {:<24} {:>4} {:>10} {:>10} {:>10} {:>9.1f} {:>9.1f}\n", tools[i].name,
               s.runs.size(), human_seconds(s.wall()), human_seconds(s.cpu()), human_size(s.rss()),
               wall_ratio, cpu_ratio);
    results.push_back({{"tool", tools[i].name},
                       {"runs", s.runs.size()},
                       {"wall_s", s.wall()},
                       {"cpu_s", s.cpu()},
                       {"peak_rss_bytes", s.rss()},
                       {"wall_ratio", wall_ratio},
                       {"cpu_ratio", cpu_ratio},
                       {"exit_code", s.runs.back().exit_code}});
  }
  std::fflush(stdout);
  return results;
}

std::optional<double> wall_of(const nlohmann::json& results, std::string_view tool) {
  for (const auto& result : results) {
    if (result["tool"] == tool) return result["wall_s"].get<double>();
  }
  return std::nullopt;
}

// Required: many times faster than ss on large tables, and never slower where ss is fast.
void judge(const LoadSize& size, const nlohmann::json& results, Report& report) {
  const auto ours = results[0]["wall_s"].get<double>();
  const auto faster_than = [&](const char* tool, double times) {
    const auto theirs = wall_of(results, tool);
    if (!theirs) return;
    report.bar(fmt::format("{}: {} times as fast as {}", describe(size), times, tool),
               *theirs >= ours * times, fmt::format("{:.2f} times", *theirs / ours));
  };
  if (size.connections >= 100'000) faster_than("ss -tanpi", 80);
  if (size.connections == 10'000) faster_than("ss -tanpi", 8);
  if (size.connections <= 1000) faster_than("ss -tanp", 1);
}

// A list that omits rows must not count as fast.
Result<std::uint64_t> check_rows(const LoadSize& size, Report& report) {
  TRY(lines, read_lines({sibling_program("portexplorer"), "list", "--tcp", "--no-header"}));
  if (lines.count < 2 * size.connections) {
    report.bar(describe(size) + ": every socket is listed", false,
               fmt::format("{} rows", lines.count));
  }
  return lines.count;
}

Result<void> compare_one(const LoadSize& size, const std::vector<Tool>& tools,
                         const Settings& settings, Report& report) {
  std::optional<LoadProcess> load;
  if (size.connections > 0) {
    TRY(started, LoadProcess::start(size));
    load.emplace(std::move(started));
  }
  TRY(rows, check_rows(size, report));
  fmt::print("\n{} ({} rows)\n", describe(size), rows);
  TRY(series, measure_all(tools, settings.quick));
  auto results = print_table(tools, series);
  judge(size, results, report);
  report["loads"].push_back({{"connections", size.connections},
                             {"processes", size.processes},
                             {"rows", rows},
                             {"results", std::move(results)}});
  return {};
}

}  // namespace

bool run_compare(const Settings& settings, Report& report) {
  const auto all = tools();
  for (const Tool& tool : all) {
    const auto version = read_lines(tool.version);
    report["versions"][tool.command[0]] = version ? version->first : "unknown";
    fmt::print("  {:<24} {}\n", tool.name, version ? version->first : "unknown");
  }
  fmt::print(
      "Medians of whole processes, output to /dev/null, interleaved runs; × is the ratio to "
      "portexplorer.\n");
  for (const LoadSize& size : loads(settings.quick)) {
    const auto done = compare_one(size, all, settings, report);
    if (!done) {
      fmt::print(stderr, "pe_bench: {}: {}\n", describe(size), done.error().what);
      return false;
    }
  }
  return true;
}

}  // namespace portexplorer::bench
