#include "faces/gui/settings/settings_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include "faces/gui/settings/settings_text.h"

namespace portexplorer::gui {
namespace {

constexpr qint64 kLargestFile = 1 << 20;

struct SettingsFile {
  Q_DECLARE_TR_FUNCTIONS(SettingsFile)
};

tl::unexpected<Error> not_kept(const QString& why) {
  return fail(ErrorKind::io,
              SettingsFile::tr("The settings were not kept: %1").arg(why).toStdString());
}

// Returns an unused name for a broken file, so that no earlier one is overwritten. If all 99 are in
// use, the first one is removed.
QString free_name(const QString& path) {
  QString broken = path + QStringLiteral(".broken");
  if (!QFileInfo::exists(broken)) return broken;
  for (int i = 2; i < 100; ++i) {
    QString numbered = broken + QStringLiteral(".%1").arg(i);
    if (!QFileInfo::exists(numbered)) return numbered;
  }
  QFile::remove(broken);
  return broken;
}

QString set_aside(const QString& path, const QString& why) {
  const QString broken = free_name(path);
  if (!QFile::rename(path, broken))
    return SettingsFile::tr("The file of settings %1 is broken (%2), and could not be set aside.")
        .arg(path, why);
  return SettingsFile::tr(
             "The file of settings was broken (%1). It was set aside as %2; what could be read of "
             "it still counts.")
      .arg(why, broken);
}

QString where(const QList<int>& lines) {
  return lines.size() == 1
             ? SettingsFile::tr("line %1").arg(lines.front())
             : SettingsFile::tr("line %1 and %2 more").arg(lines.front()).arg(lines.size() - 1);
}

}  // namespace

QString settings_path() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
         QStringLiteral("/portexplorer/settings.conf");
}

SettingsStore::Loaded SettingsStore::load() {
  if (!QFileInfo::exists(path_) && !QFileInfo(path_).isSymLink()) return {};
  QFile file(path_);
  if (!QFileInfo(path_).isFile())
    return {{}, SettingsFile::tr("%1 is not a file, so the settings are as usual.").arg(path_)};
  if (!file.open(QIODevice::ReadOnly))
    return {{}, SettingsFile::tr("The settings could not be read: %1.").arg(file.errorString())};
  const QByteArray bytes = file.read(kLargestFile + 1);
  if (file.error() != QFile::NoError)
    return {{}, SettingsFile::tr("The settings could not be read: %1.").arg(file.errorString())};
  file.close();
  if (bytes.size() > kLargestFile)
    return {{}, set_aside(path_, SettingsFile::tr("much too large"))};
  const SettingsText read = parse_settings(bytes);
  not_known_ = read.not_known;
  if (read.broken_lines.isEmpty()) return {read.settings, {}};
  return {read.settings, set_aside(path_, where(read.broken_lines))};
}

Result<void> SettingsStore::save(const Settings& settings) {
  const QString folder = QFileInfo(path_).absolutePath();
  if (!QDir().mkpath(folder))
    return not_kept(SettingsFile::tr("the folder %1 could not be made.").arg(folder));
  QSaveFile file(path_);
  if (!file.open(QIODevice::WriteOnly))
    return not_kept(SettingsFile::tr("%1 cannot be written: %2.").arg(path_, file.errorString()));
  file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
  const QByteArray text = write_settings(settings, not_known_);
  // On a full disk, commit() alone would replace the old file by an empty one, because it does not
  // check whether its buffer reached the disk.
  const bool written = file.write(text) == text.size() && file.flush();
  const QFileDevice::FileError error = file.error();
  if (!written) file.cancelWriting();
  if (file.commit() && written) return {};
  if (error == QFile::ResourceError || file.error() == QFile::ResourceError)
    return not_kept(SettingsFile::tr("there is no room left on the disk of %1.").arg(folder));
  return not_kept(SettingsFile::tr("%1 cannot be written: %2.").arg(path_, file.errorString()));
}

}  // namespace portexplorer::gui
