// pe_gui_bench: measures the CPU time of the main thread with very many rows, or the CPU time and
// memory of a window that is hidden for minutes.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <QAccessible>
#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>

#include "bench/desktop/crowd.h"
#include "collect/local_source.h"
#include "faces/gui/window/main_window.h"

namespace {

using namespace std::chrono_literals;
using portexplorer::bench::Crowd;
using portexplorer::bench::CrowdSize;
using portexplorer::gui::AppState;
using portexplorer::gui::MainWindow;
using portexplorer::gui::Settings;
using portexplorer::gui::SettingsStore;

constexpr double kRefreshBar = 100;  // ms of CPU time of the main thread
constexpr double kSortBar = 200;     // ms from the click to the painted rows
constexpr double kSizeBar = 400;     // MB
constexpr double kHiddenBar = 1;     // percent of a core
constexpr double kGrowthBar = 2;     // MB; more would indicate a leak of several MB per hour

struct Totals {
  bool all_met = true;
  void bar(const std::string& what, double measured, double bar, const char* unit) {
    const bool met = measured < bar;
    all_met = all_met && met;
    fmt::print("  {:<58} {:>8.1f} {:<4} bar {:>5.0f}  {}\n", what, measured, unit, bar,
               met ? "met" : "MISSED");
    std::fflush(stdout);
  }
};

double thread_ms(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double resident_mb() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// Runs the event loop until `done` is set, and 20 ms longer so that the result is painted. Returns
// the longest CPU time of one iteration, in ms.
double run_until(const bool& done) {
  double longest = 0;
  const auto turn = [&] {
    const double before = thread_ms(CLOCK_THREAD_CPUTIME_ID);
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
    longest = std::max(longest, thread_ms(CLOCK_THREAD_CPUTIME_ID) - before);
  };
  while (!done) turn();
  bool settled = false;
  QTimer::singleShot(20ms, [&] { settled = true; });
  while (!settled) turn();
  return longest;
}

struct Cost {
  double median = 0;
  double worst = 0;
};

// Measures the CPU time of the main thread per refresh, including layout and painting, in ms.
Cost measure_refreshes(MainWindow& window, int count) {
  std::vector<double> costs;
  for (int i = 0; i < count; ++i) {
    bool shown = false;
    const auto watch = QObject::connect(&window, &MainWindow::shown_reading, [&] { shown = true; });
    const double before = thread_ms(CLOCK_THREAD_CPUTIME_ID);
    window.feed().refresh();
    run_until(shown);
    costs.push_back(thread_ms(CLOCK_THREAD_CPUTIME_ID) - before);
    QObject::disconnect(watch);
  }
  std::ranges::sort(costs);
  return {costs[costs.size() / 2], costs.back()};
}

// Measures the time from a click on a column header to the painted rows in the new order, in ms.
double measure_sort(MainWindow& window, const char* column) {
  bool sorted = false;
  const auto watch = QObject::connect(&window.feed(), &portexplorer::gui::SocketFeed::read,
                                      [&] { sorted = true; });
  QElapsedTimer timer;
  timer.start();
  const int section = portexplorer::gui::find_column(column);
  Q_EMIT window.view().header()->sectionClicked(section);
  while (!sorted)
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
  window.view().viewport()->repaint();
  QObject::disconnect(watch);
  return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double measure_scroll(MainWindow& window) {
  double worst = 0;
  for (int i = 0; i < 50; ++i) {
    QElapsedTimer timer;
    timer.start();
    window.view().verticalScrollBar()->setValue(window.view().verticalScrollBar()->maximum() / 50 *
                                                i);
    window.view().viewport()->repaint();
    worst = std::max(worst, static_cast<double>(timer.nsecsElapsed()) / 1e6);
  }
  return worst;
}

void measure_view(MainWindow& window, const std::string& name, int rounds, Totals& totals) {
  const Cost plain = measure_refreshes(window, rounds);
  totals.bar(name + ", nothing selected: a refresh, worst of " + std::to_string(rounds),
             plain.worst, kRefreshBar, "ms");
  window.view().selectAll();
  const Cost selected = measure_refreshes(window, rounds);
  totals.bar(name + ", all selected: a refresh, worst", selected.worst, kRefreshBar, "ms");
  fmt::print("  {:<58} {:>8.1f} ms\n",
             name + ": medians " + fmt::format("{:.1f} and", plain.median), selected.median);
  totals.bar(name + ": sort by a click (local port)", measure_sort(window, "local_port"), kSortBar,
             "ms");
  totals.bar(name + ": sort by a click (process)", measure_sort(window, "process"), kSortBar, "ms");
  totals.bar(name + ": one step of scrolling, worst", measure_scroll(window), kRefreshBar, "ms");
  window.view().clearSelection();
}

void measure_crowd(const CrowdSize& size, int rounds, Totals& totals) {
  const QTemporaryDir directory;
  Settings settings;
  settings.first_start = false;
  settings.show_log = false;
  settings.refresh = 10s;  // the benchmark requests readings itself
  AppState app(SettingsStore(directory.filePath(QStringLiteral("settings.conf"))), settings);
  MainWindow window(app, [size] { return std::make_unique<Crowd>(size); });
  window.resize(1260, 780);
  window.show();
  measure_refreshes(window, 2);
  fmt::print("{} rows; per second, {} transfer bytes and {} are replaced; accessibility on\n",
             size.sockets, size.moved, size.replaced);
  measure_view(window, "list", rounds, totals);
  window.set_grouped(true);
  measure_refreshes(window, 2);
  measure_view(window, "groups, all open", rounds, totals);
  totals.bar("resident memory", resident_mb(), kSizeBar, "MB");
}

void run_for(std::chrono::milliseconds time) {
  bool over = false;
  QTimer::singleShot(time, [&] { over = true; });
  while (!over)
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
}

// Measures a hidden window, as with a tray icon, that reads this machine.
void measure_hidden(double minutes, Totals& totals) {
  const QTemporaryDir directory;
  AppState app(SettingsStore(directory.filePath(QStringLiteral("settings.conf"))), Settings{});
  MainWindow window(app, [] { return portexplorer::make_local_source(); });
  window.show();
  run_for(3s);
  window.hide();
  run_for(30s);  // warms up caches
  const double size = resident_mb();
  const double cpu = thread_ms(CLOCK_PROCESS_CPUTIME_ID);
  const auto time = std::chrono::milliseconds(static_cast<std::int64_t>(minutes * 60'000));
  run_for(time);
  const double used =
      (thread_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu) / static_cast<double>(time.count()) * 100;
  fmt::print("hidden for {} minutes; {:.1f} MB at the end\n", minutes, resident_mb());
  totals.bar("share of one core", used, kHiddenBar, "%");
  totals.bar("growth", resident_mb() - size, kGrowthBar, "MB");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures the desktop program. Exits with 1 if a bar is missed.");
  CrowdSize size;
  int rounds = 15;
  double soak = 0;
  bool churn = false;
  app.add_option("--rows", size.sockets, "number of sockets (100000)");
  app.add_option("--rounds", rounds, "number of refreshes of each kind (15)")
      ->check(CLI::Range(1, 1000));
  app.add_option("--soak", soak, "measure only a hidden window, for this many minutes")
      ->expected(0, 1)
      ->default_str("5");
  app.add_flag("--churn", churn, "replace all sockets that change (worst case)");
  CLI11_PARSE(app, argc, argv);
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QAccessible::setActive(true);
  size.moved = churn ? 0 : size.sockets / 100 * 8;
  size.replaced = size.sockets / 100 * (churn ? 10 : 2);
  Totals totals;
  if (soak > 0) measure_hidden(soak, totals);
  else measure_crowd(size, rounds, totals);
  fmt::print("{}\n", totals.all_met ? "Every bar was met." : "A bar was missed.");
  return totals.all_met ? 0 : 1;
}
