#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QStandardPaths>
#include <array>
#include <mutex>

#include "collect/procfs/mount_table.h"
#include "faces/gui/look/flags.h"
#include "faces/gui/look/icons.h"
#include "inspect/desktop_entry.h"

namespace portexplorer::gui {
namespace {

constexpr int kMostPrograms = 5000;  // in the cache
constexpr qint64 kLargestEntry = 256 << 10;
constexpr qint64 kLargestImage = 2 << 20;
constexpr int kPixels = 64;  // 16 pixels at a scale factor of 4
constexpr std::array kPlaces = {"48x48",   "64x64",   "32x32", "scalable",
                                "128x128", "256x256", "24x24", "16x16"};
constexpr std::array kProgramFolders = {"/usr/local/bin/", "/usr/bin/", "/bin/", "/usr/sbin/",
                                        "/usr/games/"};

// Draws a terminal window with a prompt.
QIcon make_plain_icon() {
  QPixmap pixmap(kPixels, kPixels);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor grey(0x88, 0x8d, 0x96);
  painter.setPen(QPen(grey, 4));
  painter.drawRoundedRect(QRectF(6, 10, 52, 44), 6, 6);
  painter.setPen(QPen(grey, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(QPolygonF({{18, 24}, {27, 32}, {18, 40}}));
  painter.drawLine(QPointF(33, 41), QPointF(45, 41));
  return {pixmap};
}

// Whether reading `path` may block because it is on a file system whose server may not respond
// (NFS, FUSE). That would block the reader thread, and then the exit of the program, forever. The
// file system of the home directory is exempt: if it does not respond, no desktop works anyway.
bool may_wait(const QString& path) {
  const auto mounts = own_mounts();
  const auto waits = mounts->waits_on_way(path.toStdString());
  return waits && waits != mounts->waits_on_way(QDir::homePath().toStdString());
}

QImage read_image(const QString& path) {
  if (may_wait(path)) return {};
  const QFileInfo info(path);
  if (!info.isFile() || info.size() > kLargestImage) return {};
  QImageReader reader(path);
  QSize size = reader.size();
  if (!size.isValid()) size = QSize(kPixels, kPixels);
  if (size.width() > 4096 || size.height() > 4096) return {};
  reader.setScaledSize(size.scaled(kPixels, kPixels, Qt::KeepAspectRatio));
  return reader.read();
}

}  // namespace

// Maps executables to icons, as listed in all desktop entries. The first call of image_of() reads
// the entries. Used by the reader thread only.
class ProgramIndex {
 public:
  explicit ProgramIndex(QStringList folders) : folders_(std::move(folders)) {}

  QImage image_of(const QString& path) {
    std::call_once(once_, [this] { read_entries(); });
    const QString icon = icons_.value(path);
    return icon.isEmpty() ? QImage() : find_image(icon);
  }

 private:
  void read_entries() {
    for (const QString& folder : folders_) {
      if (may_wait(folder)) continue;
      const QDir entries(folder + QStringLiteral("/applications"));
      for (const QFileInfo& file :
           entries.entryInfoList({QStringLiteral("*.desktop")}, QDir::Files, QDir::Name))
        read_entry(file);
    }
  }

  void read_entry(const QFileInfo& info) {
    QFile file(info.filePath());
    if (info.size() > kLargestEntry || !file.open(QIODevice::ReadOnly)) return;
    const auto entry = parse_desktop_entry(file.read(kLargestEntry).toStdString());
    if (!entry || entry->icon.empty()) return;
    const QString program = QString::fromStdString(entry->program);
    const QString icon = QString::fromStdString(entry->icon);
    if (program.startsWith(u'/')) remember(program, icon);
    else if (!program.contains(u'/')) remember_name(program, icon);
  }

  // A bare name applies only to programs in system directories. Elsewhere, any file may have that
  // name.
  void remember_name(const QString& name, const QString& icon) {
    for (const char* folder : kProgramFolders) {
      const QString path = QString::fromLatin1(folder) + name;
      if (QFileInfo::exists(path)) remember(path, icon);
    }
  }

  void remember(const QString& path, const QString& icon) {
    if (!icons_.contains(path)) icons_.insert(path, icon);
    if (may_wait(path)) return;
    const QString real = QFileInfo(path).canonicalFilePath();
    if (!real.isEmpty() && !icons_.contains(real)) icons_.insert(real, icon);
  }

  [[nodiscard]] QImage find_image(const QString& icon) const {
    if (icon.startsWith(u'/')) return read_image(icon);
    if (icon.contains(u'/')) return {};
    for (const QString& folder : folders_) {
      for (const char* place : kPlaces) {
        const QString path =
            folder +
            QStringLiteral("/icons/hicolor/%1/apps/%2").arg(QString::fromLatin1(place), icon);
        if (QImage image = read_first(path); !image.isNull()) return image;
      }
      if (QImage image = read_first(folder + QStringLiteral("/pixmaps/") + icon); !image.isNull())
        return image;
    }
    return {};
  }

  static QImage read_first(const QString& path) {
    for (const char* suffix : {".png", ".svg", ".xpm", ""}) {
      if (QImage image = read_image(path + QString::fromLatin1(suffix)); !image.isNull())
        return image;
    }
    return {};
  }

  QStringList folders_;
  std::once_flag once_;
  QHash<QString, QString> icons_;
};

ProgramIcons::ProgramIcons(const QStringList& data_directories, QStringList flag_folders,
                           QObject* parent)
    : QObject(parent),
      plain_(make_plain_icon()),
      flag_folders_(std::move(flag_folders)),
      index_(std::make_shared<ProgramIndex>(
          data_directories.isEmpty()
              ? QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation)
              : data_directories)) {
  reader_.setMaxThreadCount(1);
}

ProgramIcons::~ProgramIcons() { reader_.clear(); }

QIcon ProgramIcons::icon(const QString& path) {
  const auto known = known_.constFind(path);
  if (known != known_.constEnd()) return *known;
  if (path.isEmpty() || known_.size() >= kMostPrograms) return plain_;
  known_.insert(path, plain_);
  reader_.start([this, path, index = index_] {
    QImage image = index->image_of(path);
    if (!image.isNull())
      QMetaObject::invokeMethod(
          this, [this, path, image] { take(known_[path], QIcon(QPixmap::fromImage(image))); });
  });
  return plain_;
}

QIcon ProgramIcons::flag(const QString& code) {
  const auto known = flags_.constFind(code);
  if (known != flags_.constEnd()) return *known;
  QIcon painted = gui::flag(code);
  if (!is_country_code(code)) return painted;
  flags_.insert(code, painted);
  reader_.start([this, code, folders = flag_folders_] {
    for (const QString& folder : folders) {
      const QImage image = read_image(folder + QStringLiteral("/flags/%1.svg").arg(code));
      if (image.isNull()) continue;
      QMetaObject::invokeMethod(this, [this, code, image] { take(flags_[code], flag_of(image)); });
      return;
    }
  });
  return painted;
}

void ProgramIcons::take(QIcon& known, const QIcon& icon) {
  known = icon;
  if (!std::exchange(told_, false)) return;
  QMetaObject::invokeMethod(
      this,
      [this] {
        told_ = true;
        Q_EMIT changed();
      },
      Qt::QueuedConnection);
}

QIcon program_icon() { return QIcon(QStringLiteral(":/images/portexplorer.svg")); }

}  // namespace portexplorer::gui
