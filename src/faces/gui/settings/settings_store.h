// The file that settings are kept in: $XDG_CONFIG_HOME/portexplorer/settings.conf. One program at a
// time writes; the last one wins.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "base/result.h"
#include "faces/gui/settings/settings.h"

namespace portexplorer::gui {

// "…/portexplorer/settings.conf" of this user.
[[nodiscard]] QString settings_path();

class SettingsStore {
 public:
  explicit SettingsStore(QString path) : path_(std::move(path)) {}

  struct Loaded {
    Settings settings;  // as far as they could be read; otherwise the usual
    QString trouble;    // a sentence for the user; empty where all is well
  };
  // A file that makes no sense is set aside as settings.conf.broken, and what could be read of it
  // counts.
  [[nodiscard]] Loaded load();

  // Another file takes the old one's place once it is on the disk, so that there is always a whole
  // one. The error is a sentence.
  [[nodiscard]] Result<void> save(const Settings&);

  [[nodiscard]] const QString& path() const { return path_; }

 private:
  QString path_;
  QList<QByteArray> not_known_;  // lines of another version
};

}  // namespace portexplorer::gui
