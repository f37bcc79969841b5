// Pictures of programs and countries. Nothing here makes the window wait: what must be read from a
// disk comes later.
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

// By the path of the executable: the icon that menus show it with. Main thread only.
class ProgramIcons final : public QObject {
  Q_OBJECT

 public:
  // `data_directories`: as XDG_DATA_DIRS has them; empty: the user's and the system's.
  // `flag_folders`: may have flags/DE.svg and its like.
  explicit ProgramIcons(const QStringList& data_directories = {}, QStringList flag_folders = {},
                        QObject* parent = nullptr);
  ~ProgramIcons() override;
  Q_DISABLE_COPY_MOVE(ProgramIcons)

  // At once: a plain one until the program's own is there, or where it has none.
  [[nodiscard]] QIcon icon(const QString& path);
  [[nodiscard]] const QIcon& plain() const { return plain_; }
  // At once, as gui::flag() has it, until the picture of a file is there. `code`: ISO 3166, "DE".
  [[nodiscard]] QIcon flag(const QString& code);

 Q_SIGNALS:
  // Some icons are there now that were plain before; at most once for each turn of the event loop.
  void changed();

 private:
  void take(QIcon& known, const QIcon& icon);

  QIcon plain_;
  QHash<QString, QIcon> known_;
  QHash<QString, QIcon> flags_;
  QStringList flag_folders_;
  std::shared_ptr<ProgramIndex> index_;
  QThreadPool reader_;  // one thread
  bool told_ = true;
};

// The program's own.
[[nodiscard]] QIcon program_icon();

}  // namespace portexplorer::gui
