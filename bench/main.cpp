// pe_bench: the program behind ./dev bench.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bench/report.h"

namespace {

using portexplorer::bench::Report;
using portexplorer::bench::Settings;

bool run(const std::string& what, const Settings& settings, Report& report) {
  const bool all = what == "all";
  bool measured = true;
  if (all || what == "compare") measured = run_compare(settings, report) && measured;
  if (all || what == "million") measured = run_million(settings, report) && measured;
  if (all || what == "resident") measured = run_resident(settings, report) && measured;
  if (all || what == "soak") measured = run_soak(settings, report) && measured;
  if (all || what == "tracing") measured = run_tracing(settings, report) && measured;
  if (all || what == "counting") measured = run_counting(settings, report) && measured;
  return measured;
}

}  // namespace

int main(int argc, char** argv) {
  Settings settings;
  std::string what = "compare";
  CLI::App app(
      "Compares portexplorer with ss, netstat and lsof in one run. Exits with 1 if a bar is "
      "missed.");
  app.add_option(
         "what", what,
         "compare (whole processes), million (a million sockets), resident (cost of a refresh), "
         "soak (memory under churn), tracing (tracing 20,000 connections per second), counting "
         "(overhead of tracing for other processes), or all")
      ->check(
          CLI::IsMember({"compare", "million", "resident", "soak", "tracing", "counting", "all"}));
  app.add_flag("--quick", settings.quick, "fewer loads and runs");
  app.add_option("--json", settings.json_file, "also write the results to this file");
  app.add_option("--minutes", settings.minutes, "duration of the soak (5)");
  CLI11_PARSE(app, argc, argv);

  Report report;
  const bool measured = run(what, settings, report);
  if (!settings.json_file.empty() && !report.write(settings.json_file)) {
    fmt::print(stderr, "pe_bench: cannot write {}\n", settings.json_file);
    return 1;
  }
  fmt::print("\n{}\n", !measured          ? "Not everything could be measured."
                       : report.all_met() ? "Every bar was met."
                                          : "A bar was missed.");
  return measured && report.all_met() ? 0 : 1;
}
