// What the windows of the program share: the newest reading, settings, colours, and what a link in
// one of them asks of the list. Main thread only.
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>
#include <memory>

#include "faces/gui/look/palette.h"
#include "faces/gui/settings/settings_store.h"
#include "model/snapshot.h"

namespace portexplorer::gui {

class AppState final : public QObject {
  Q_OBJECT

 public:
  // `settings`: what the store gave. To be made before apply_look(): it asks the system whether it
  // is dark.
  AppState(SettingsStore, Settings);

  // The window that dialogs stand in front of; may be none.
  void set_window(QWidget* window) { window_ = window; }
  [[nodiscard]] QWidget* window() const { return window_; }

  // Null until there is one.
  [[nodiscard]] const std::shared_ptr<const Snapshot>& snapshot() const { return snapshot_; }
  void set_snapshot(std::shared_ptr<const Snapshot>);
  // Why there is none now; "" where there is.
  [[nodiscard]] const QString& trouble() const { return trouble_; }
  void set_trouble(const QString& why) { trouble_ = why; }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  // Tells those who listen, and keeps them. What cannot be kept is told once, and counts all the
  // same.
  void change_settings(const Settings&);

  // As settings and the system have it.
  [[nodiscard]] Palette palette() const;

 Q_SIGNALS:
  void snapshot_changed();
  void settings_changed();
  void trouble_told(const QString& sentence);
  // Somebody followed a link.
  void sockets_wanted(const QString& filter);
  void listening_wanted();
  void privilege_wanted();  // what is missing, why, and what would give it

 private:
  QPointer<QWidget> window_;
  std::shared_ptr<const Snapshot> snapshot_;
  QString trouble_;
  SettingsStore store_;
  Settings settings_;
  bool system_dark_;
};

// Palette and style for the whole application; again after settings have changed.
void apply_look(const AppState&);

}  // namespace portexplorer::gui
