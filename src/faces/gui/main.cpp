// The desktop program `portexplorer-gui`.
#include <unistd.h>

#include <QApplication>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "collect/local_source.h"
#include "collect/packages/rpm_packages.h"
#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/dialogs/languages.h"
#include "faces/gui/settings/settings_store.h"
#include "faces/gui/tray/tray.h"
#include "faces/gui/window/main_window.h"
#include "knowledge/services.h"
#include "model/filter/filter.h"

namespace {

using portexplorer::gui::AppState;
using portexplorer::gui::MainWindow;
using portexplorer::gui::SettingsStore;
using portexplorer::gui::Tray;

constexpr int kWrongUsage = 2;

struct Options {
  QString filter;
  std::optional<std::chrono::milliseconds> interval;
};

int refuse(const QString& what) {
  std::fputs(
      qPrintable(QStringLiteral("portexplorer-gui: %1; portexplorer-gui --help lists the options\n")
                     .arg(what)),
      stderr);
  return kWrongUsage;
}

// Returns what is wrong with the filter, on one line; nothing if it is valid.
std::optional<std::string> error_of_filter(const QString& filter) {
  const std::string text = filter.toStdString();
  const auto parsed = portexplorer::Filter::parse(
      text, {.ports_of_service = portexplorer::ports_of_service, .columns = {}});
  return parsed ? std::nullopt
                : std::optional(portexplorer::filter_error_line(text, parsed.error()));
}

int refuse_filter(const std::string& wrong) {
  std::fprintf(stderr, "portexplorer-gui: --filter cannot be read: %s\n", wrong.c_str());
  return kWrongUsage;
}

// Parses "0.5", "2s" or "500ms". The valid range is 0.5 s to 10 s.
std::optional<std::chrono::milliseconds> parse_interval(QString text) {
  const bool in_ms = text.endsWith(QStringLiteral("ms"));
  if (in_ms) text.chop(2);
  else if (text.endsWith(u's')) text.chop(1);
  bool ok = false;
  const double value = text.toDouble(&ok);
  const double ms = in_ms ? value : value * 1000;
  if (!ok || !(ms >= 500 && ms <= 10'000)) return std::nullopt;
  return std::chrono::milliseconds(static_cast<int>(ms));
}

constexpr const char* kHelp =
    "Usage: portexplorer-gui [OPTIONS]\n"
    "\n"
    "Shows every socket of this machine in a window: whose it is, since when, and how much it has "
    "moved.\n"
    "\n"
    "  --filter FILTER   show only what matches, e.g. --filter 'port:443 not process:firefox'\n"
    "  --interval TIME   refresh so often: 0.5s to 10s (1s)\n"
    "  -h, --help        this text\n"
    "  -V, --version     the program's version\n"
    "\n"
    "portexplorer shows the same in a terminal. What a word of a filter means: portexplorer help "
    "filters.\n";

// Returns the value of "--name VALUE" or "--name=VALUE" and advances `i` past it, or nothing if the
// option at `i` is another one.
std::optional<QString> value_of(const QStringList& arguments, qsizetype& i, const QString& name) {
  const QString& word = arguments[i];
  if (word.startsWith(name + u'=')) return word.mid(name.size() + 1);
  if (word != name) return std::nullopt;
  return i + 1 < arguments.size() ? arguments[++i] : QString();
}

struct Parsed {
  Options options;
  std::optional<int> exit_code;  // set if the program must exit now
};

Parsed parse_options(const QStringList& arguments) {
  Parsed parsed;
  for (qsizetype i = 1; i < arguments.size(); ++i) {
    const QString& word = arguments[i];
    if (word == QStringLiteral("--help") || word == QStringLiteral("-h")) {
      std::fputs(kHelp, stdout);
      return {{}, 0};
    }
    if (word == QStringLiteral("--version") || word == QStringLiteral("-V")) {
      std::puts("portexplorer-gui " PORTEXPLORER_VERSION);
      return {{}, 0};
    }
    if (const auto filter = value_of(arguments, i, QStringLiteral("--filter"))) {
      if (filter->isEmpty())
        return {{}, refuse(QStringLiteral("--filter requires a filter, such as port:443"))};
      if (const auto wrong = error_of_filter(*filter)) return {{}, refuse_filter(*wrong)};
      parsed.options.filter = *filter;
    } else if (const auto interval = value_of(arguments, i, QStringLiteral("--interval"))) {
      parsed.options.interval = parse_interval(*interval);
      if (!parsed.options.interval)
        return {{},
                refuse(QStringLiteral("--interval: invalid time \"%1\" (expected 0.5s to 10s)")
                           .arg(*interval))};
    } else {
      return {{}, refuse(QStringLiteral("there is no option \"%1\"").arg(word))};
    }
  }
  return parsed;
}

// Checked first because QApplication calls abort() without a display.
bool has_display() {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
    if (!qEnvironmentVariableIsEmpty(name)) return true;
  }
  return false;
}

int run(QApplication& application, const Options& options) {
  SettingsStore store(portexplorer::gui::settings_path());
  auto loaded = store.load();
  if (options.interval) loaded.settings.refresh = *options.interval;
  if (!loaded.trouble.isEmpty())
    std::fputs(qPrintable(QStringLiteral("portexplorer-gui: %1\n").arg(loaded.trouble)), stderr);
  portexplorer::gui::install_language(application, loaded.settings.language);
  AppState app(std::move(store), std::move(loaded.settings));
  portexplorer::gui::apply_look(app);
  QObject::connect(
      &app, &AppState::settings_changed, &application,
      [&app, &application, language = app.settings().language]() mutable {
        portexplorer::gui::apply_look(app);
        if (std::exchange(language, app.settings().language) != app.settings().language) {
          portexplorer::gui::install_language(application, app.settings().language);
        }
      });
  MainWindow window(app, [] {
    return portexplorer::make_local_source(std::make_unique<portexplorer::RpmPackages>());
  });
  if (::geteuid() == 0) {
    std::fputs(
        "portexplorer-gui: this runs as root, and a window has much that can go wrong; an ordinary "
        "user sees most of it too\n",
        stderr);
    window.warn_of_root();
  }
  if (!options.filter.isEmpty()) window.set_filter(options.filter);
  if (!loaded.trouble.isEmpty()) Q_EMIT app.trouble_told(loaded.trouble);
  const Tray tray(app);
  if (!app.settings().start_minimised || !tray.is_there()) window.show();
  return application.exec();
}

}  // namespace

int main(int argc, char** argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) arguments.push_back(QString::fromLocal8Bit(argv[i]));
  const Parsed parsed = parse_options(arguments);
  if (parsed.exit_code) return *parsed.exit_code;
  if (!has_display()) {
    std::fputs(
        "portexplorer-gui: there is no display here; portexplorer shows the same in a terminal\n",
        stderr);
    return 1;
  }
  QCoreApplication::setApplicationName(QStringLiteral("portexplorer-gui"));
  QCoreApplication::setApplicationVersion(QStringLiteral(PORTEXPLORER_VERSION));
  QGuiApplication::setDesktopFileName(QStringLiteral("portexplorer"));
  QApplication application(argc, argv);
  return run(application, parsed.options);
}
