#include "faces/gui/dialogs/desk.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>
#include <array>
#include <utility>

#include "faces/gui/settings/colour_names.h"

namespace portexplorer::gui {
namespace {

// As the desktop has it, before anything was changed.
bool system_is_dark() {
  static const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark;
}

}  // namespace

Desk::Desk(SettingsStore store, Settings settings) : store_(std::move(store)), settings_(std::move(settings)) {}

void Desk::set_snapshot(std::shared_ptr<const Snapshot> snapshot) {
  snapshot_ = std::move(snapshot);
  trouble_.clear();
  Q_EMIT snapshot_changed();
}

void Desk::change_settings(const Settings& settings) {
  if (settings == settings_) return;
  settings_ = settings;
  Q_EMIT settings_changed();
  if (const auto kept = store_.save(settings_); !kept) Q_EMIT trouble_told(QString::fromStdString(kept.error().what));
}

Palette Desk::palette() const {
  const bool dark = settings_.theme == Theme::dark || (settings_.theme == Theme::system && system_is_dark());
  return chosen_palette(settings_, dark);
}

void apply_look(const Desk& desk) {
  const Palette palette = desk.palette();  // asks the system first
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QApplication::setPalette(palette.widgets());
}

}  // namespace portexplorer::gui
