// The tray icon, which shows the current throughput, and desktop notifications. Both are off by
// default.
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
  // Follows the settings and readings of AppState, and shows and hides its window.
  explicit Tray(AppState&, QObject* parent = nullptr);

  // Whether the icon is visible, so that the program may continue without a window.
  [[nodiscard]] bool is_there() const;
  // Returns the text of a notice.
  [[nodiscard]] static QString sentence(const Notice&);

 Q_SIGNALS:
  void told(const QString& sentence);  // a notice has been shown

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
  std::unique_ptr<QSystemTrayIcon> icon_;  // null while turned off
};

}  // namespace portexplorer::gui
