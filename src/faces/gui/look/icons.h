// Icons of programs and countries. Nothing here blocks the main thread: a reader thread loads what
// is on disk.
#pragma once

#include <QHash>
#include <QIcon>
#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <memory>

namespace portexplorer::gui {

class ProgramIndex;

// Cache of icons, keyed by path of the executable: the icon that desktop menus show for it. Must be
// used on the main thread only.
class ProgramIcons final : public QObject {
  Q_OBJECT

 public:
  // `data_directories` are searched as in XDG_DATA_DIRS; if empty, those of the user and the
  // system. `flag_folders` are directories that may contain flags/DE.svg and the like.
  explicit ProgramIcons(const QStringList& data_directories = {}, QStringList flag_folders = {},
                        QObject* parent = nullptr);
  ~ProgramIcons() override;
  Q_DISABLE_COPY_MOVE(ProgramIcons)

  // Returns immediately: a generic icon until that of the program is loaded, or if it has none.
  [[nodiscard]] QIcon icon(const QString& path);
  [[nodiscard]] const QIcon& plain() const { return plain_; }
  // Returns immediately: the result of gui::flag() until a picture is loaded from a file. `code` is
  // ISO 3166-1 alpha-2, such as "DE".
  [[nodiscard]] QIcon flag(const QString& code);

 Q_SIGNALS:
  // Some icons have been loaded. Emitted at most once per turn of the event loop.
  void changed();

 private:
  void take(QIcon& known, const QIcon& icon);

  QIcon plain_;
  QHash<QString, QIcon> known_;
  QHash<QString, QIcon> flags_;
  QStringList flag_folders_;
  std::shared_ptr<ProgramIndex> index_;
  QThreadPool reader_;  // one thread, so the index needs no lock
  bool told_ = true;
};

// Returns the icon of Port Explorer.
[[nodiscard]] QIcon program_icon();

}  // namespace portexplorer::gui
