#include "faces/gui/tray/tray.h"

#include <QApplication>
#include <QEvent>
#include <cmath>
#include <string>

#include "faces/gui/look/icons.h"
#include "model/fields.h"

namespace portexplorer::gui {
namespace {

constexpr int kNoticeMs = 8000;

QString rate_text(double rate) {
  std::string text;
  append_human_bytes(text, std::isfinite(rate) && rate > 0 ? static_cast<std::uint64_t>(rate) : 0);
  return QString::fromStdString(text) + QStringLiteral("/s");
}

}  // namespace

Tray::Tray(AppState& app, QObject* parent) : QObject(parent), app_(app) {
  show_ = menu_.addAction(QString());
  connect(show_, &QAction::triggered, this, &Tray::hide_or_show);
  menu_.addSeparator();
  quit_ = menu_.addAction(QString());
  connect(quit_, &QAction::triggered, qApp, &QApplication::quit);
  retranslateUi();
  menu_.installEventFilter(this);
  connect(&app_, &AppState::settings_changed, this, &Tray::follow_settings);
  connect(&app_, &AppState::snapshot_changed, this, &Tray::read_snapshot);
  follow_settings();
}

void Tray::retranslateUi() {
  show_->setText(tr("&Show or hide Port Explorer"));
  quit_->setText(tr("&Quit"));
  if (icon_ && app_.snapshot()) show_throughput();
}

// Only widgets receive QEvent::LanguageChange, so the menu's events are watched.
bool Tray::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &menu_ && event->type() == QEvent::LanguageChange) retranslateUi();
  return QObject::eventFilter(watched, event);
}

bool Tray::is_there() const { return icon_ && QSystemTrayIcon::isSystemTrayAvailable(); }

void Tray::follow_settings() {
  follow_icon();
  // With a tray icon, closing the window does not end the program.
  QGuiApplication::setQuitOnLastWindowClosed(!is_there());
}

void Tray::follow_icon() {
  if (app_.settings().tray == static_cast<bool>(icon_)) return;
  if (!app_.settings().tray) {
    icon_.reset();
    return;
  }
  icon_ = std::make_unique<QSystemTrayIcon>(program_icon());
  icon_->setToolTip(QStringLiteral("Port Explorer"));
  icon_->setContextMenu(&menu_);
  connect(icon_.get(), &QSystemTrayIcon::activated, this,
          [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason == QSystemTrayIcon::Trigger) hide_or_show();
          });
  connect(icon_.get(), &QSystemTrayIcon::messageClicked, this, &Tray::show_window);
  icon_->show();
}

void Tray::show_throughput() {
  double sent = 0;
  double received = 0;
  for (const Row& row : app_.snapshot()->rows) {
    if (!is_internet(RowView(*app_.snapshot(), row).socket().protocol))
      continue;  // as in the throughput of the main window
    if (std::isfinite(row.sent_rate)) sent += static_cast<double>(row.sent_rate);
    if (std::isfinite(row.received_rate)) received += static_cast<double>(row.received_rate);
  }
  const QString text =
      tr("Port Explorer: received %1, sent %2").arg(rate_text(received), rate_text(sent));
  if (text != icon_->toolTip()) icon_->setToolTip(text);
}

void Tray::read_snapshot() {
  if (!icon_ || !app_.snapshot()) return;
  show_throughput();
  const Settings& s = app_.settings();
  const NoticeWishes wishes{s.notice_listeners, s.notice_first_connections, s.notice_hidden};
  for (const Notice& notice : notices_.read(*app_.snapshot(), wishes)) {
    const QString text = sentence(notice);
    // Some desktops parse the text as HTML.
    icon_->showMessage(QStringLiteral("Port Explorer"), text.toHtmlEscaped(), program_icon(),
                       kNoticeMs);
    Q_EMIT told(text);
  }
}

QString Tray::sentence(const Notice& notice) {
  const QString process = QString::fromStdString(notice.process);
  const QString what = QString::fromStdString(notice.what);
  QString text;
  switch (notice.kind) {
    case NoticeKind::listener: text = tr("%1 listens at %2 now.").arg(process, what); break;
    case NoticeKind::first_connection:
      text = tr("%1 has made its first connection, to %2.").arg(process, what);
      break;
    case NoticeKind::hidden:
      text = tr("%1, a hidden process, has opened a socket at %2.").arg(process, what);
      break;
  }
  return notice.more == 0
             ? text
             : text + u' ' + tr("And %n more.", nullptr, static_cast<int>(notice.more));
}

void Tray::show_window() {
  QWidget* window = app_.window();
  if (window == nullptr) return;
  window->show();
  window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
  window->raise();
  window->activateWindow();
}

void Tray::hide_or_show() {
  QWidget* window = app_.window();
  if (window != nullptr && window->isVisible() && !window->isMinimized()) window->hide();
  else show_window();
}

}  // namespace portexplorer::gui
