// The icon in the desktop's tray: how much is moved now, and notices for who wants them. Quiet
// until settings ask for it.
#pragma once

#include <QAction>
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>
#include <memory>

#include "faces/gui/dialogs/app_state.h"
#include "faces/gui/tray/notices.h"

namespace portexplorer::gui {

class Tray final : public QObject {
  Q_OBJECT

 public:
  // Follows the desk's settings and readings; shows and hides its window.
  explicit Tray(AppState&, QObject* parent = nullptr);

  // Whether closing the window may leave the program there.
  [[nodiscard]] bool is_there() const;
  // The text of a notice.
  [[nodiscard]] static QString sentence(const Notice&);

 Q_SIGNALS:
  void told(const QString& sentence);  // a notice was shown

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void retranslateUi();
  void follow_settings();
  void follow_icon();
  void show_throughput();
  void read_snapshot();
  void show_window();
  void hide_or_show();

  AppState& app_;
  Notices notices_;
  QMenu menu_;
  QAction* show_ = nullptr;
  QAction* quit_ = nullptr;
  std::unique_ptr<QSystemTrayIcon> icon_;  // null while settings want none
};

}  // namespace portexplorer::gui
