// The settings file, $XDG_CONFIG_HOME/portexplorer/settings.conf. There is no locking: if several
// instances write, the last one wins.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "base/result.h"
#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

// Returns the path of the settings file of this user.
[[nodiscard]] QString settings_path();

class SettingsStore {
 public:
  explicit SettingsStore(QString path) : path_(std::move(path)) {}

  struct Loaded {
    Settings settings;  // defaults where a value could not be read
    QString trouble;    // a sentence for the user; empty on success
  };
  // Reads the file. A malformed file is renamed to settings.conf.broken, and the lines that could
  // be parsed are used.
  [[nodiscard]] Loaded load();

  // Replaces the file atomically, once the new one has been written. The error is a sentence for
  // the user.
  [[nodiscard]] Result<void> save(const Settings&);

  [[nodiscard]] const QString& path() const { return path_; }

 private:
  QString path_;
  QList<QByteArray> not_known_;  // lines with unknown keys, written back by save()
};

}  // namespace portexplorer::gui
