// State that all windows share: the newest reading, the settings, the colours, and requests to the
// list that come from links. Must be used on the main thread only.
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
  // `settings` are those that the store has loaded. Must be constructed before apply_look() is
  // called, because it reads from the palette of the application whether the system theme is dark.
  AppState(SettingsStore, Settings);

  // The parent of dialogs; may be null.
  void set_window(QWidget* window) { window_ = window; }
  [[nodiscard]] QWidget* window() const { return window_; }

  // Null before the first reading.
  [[nodiscard]] const std::shared_ptr<const Snapshot>& snapshot() const { return snapshot_; }
  void set_snapshot(std::shared_ptr<const Snapshot>);
  // Why the last reading failed; "" if it succeeded.
  [[nodiscard]] const QString& trouble() const { return trouble_; }
  void set_trouble(const QString& why) { trouble_ = why; }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  // Applies the settings and saves them. If saving fails, emits trouble_told(); the settings take
  // effect anyway.
  void change_settings(const Settings&);

  // Returns the palette according to the settings and the system theme.
  [[nodiscard]] Palette palette() const;

 Q_SIGNALS:
  void snapshot_changed();
  void settings_changed();
  void trouble_told(const QString& sentence);
  // The user has followed a link.
  void sockets_wanted(const QString& filter);
  void listening_wanted();
  void privilege_wanted();  // show what is missing, why, and how to get it

 private:
  QPointer<QWidget> window_;
  std::shared_ptr<const Snapshot> snapshot_;
  QString trouble_;
  SettingsStore store_;
  Settings settings_;
  bool system_dark_;
};

// Sets palette and style of the application. Must be called again after each change of the
// settings.
void apply_look(const AppState&);

}  // namespace portexplorer::gui
