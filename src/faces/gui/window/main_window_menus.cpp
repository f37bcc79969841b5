#include <QApplication>
#include <QMenuBar>

#include "faces/gui/child.h"
#include "faces/gui/dialogs/windows.h"
#include "faces/gui/models/column_titles.h"
#include "faces/gui/window/main_window.h"

namespace portexplorer::gui {

QMenu& MainWindow::add_menu(QMenu* above, const char* text) {
  QMenu* menu = above == nullptr ? menuBar()->addMenu(QString()) : above->addMenu(QString());
  action_texts_.push_back({menu->menuAction(), text});
  return *menu;
}

QAction* MainWindow::add_action(QMenu& menu, const char* text, const QKeySequence& keys,
                                const std::function<void()>& act) {
  QAction* action = menu.addAction(QString());
  action_texts_.push_back({action, text});
  action->setShortcut(keys);
  connect(action, &QAction::triggered, this, act);
  return action;
}

QAction* MainWindow::add_toggle(QMenu& menu, const char* text, const QKeySequence& keys,
                                const std::function<void(bool)>& act) {
  QAction* action = menu.addAction(QString());
  action_texts_.push_back({action, text});
  action->setShortcut(keys);
  action->setCheckable(true);
  connect(action, &QAction::triggered, this, act);
  return action;
}

void MainWindow::retranslate_menus() {
  for (const ActionText& entry : action_texts_) entry.action->setText(tr(entry.text));
  for (std::size_t i = 0; i < kTabCount; ++i)
    tab_actions_[i]->setText(tab_title(static_cast<Tab>(i)));
  hide_netstat_->setToolTip(tr("Those that have no owner"));
  // The entries of these menus are created when the menu opens.
  socket_menu_->clear();
  columns_menu_->clear();
}

void MainWindow::build_menus() {
  build_file_menu();
  build_view_menu();
  build_socket_menu();
  build_tools_menus();
}

void MainWindow::build_socket_menu() {
  socket_menu_ = &add_menu(nullptr, QT_TR_NOOP("&Socket"));
  connect(socket_menu_, &QMenu::aboutToShow, this, [this] {
    socket_menu_->clear();
    sockets_->fill(*socket_menu_, view_->currentIndex().column());
  });
  // The menu entries with these shortcuts exist only while their menu is open, so the view has
  // separate actions.
  const auto add_key = [this](const QKeySequence& keys, const char* text,
                              const std::function<void()>& act) {
    auto* action = make_child<QAction>(this);
    action_texts_.push_back({action, text});
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, act);
    view_->addAction(action);
  };
  add_key(QKeySequence::Copy, QT_TR_NOOP("Copy the selected rows"),
          [this] { sockets_->copy_rows(); });
  add_key(Qt::Key_Return, QT_TR_NOOP("Properties of the process"),
          [this] { sockets_->open_properties(view_->currentIndex()); });
  add_key(QKeySequence(Qt::SHIFT | Qt::Key_F10),
          QT_TR_NOOP("What can be done with the selected rows"), [this] {
            QMenu context(this);
            sockets_->fill(context, view_->currentIndex().column());
            context.exec(view_->viewport()->mapToGlobal(
                view_->visualRect(view_->currentIndex()).bottomLeft()));
          });
}

void MainWindow::build_file_menu() {
  QMenu& file = add_menu(nullptr, QT_TR_NOOP("&File"));
  add_action(file, QT_TR_NOOP("&Save the list …"), QKeySequence(Qt::CTRL | Qt::Key_S),
             [this] { sockets_->save(false); });
  file.addSeparator();
  add_action(file, QT_TR_NOOP("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] {
    close();
    QCoreApplication::quit();  // also with a tray icon, when closing the window is not enough
  });
}

void MainWindow::build_view_menu() {
  QMenu& view = add_menu(nullptr, QT_TR_NOOP("&View"));
  add_action(view, QT_TR_NOOP("&Refresh now"), QKeySequence(Qt::Key_F5),
             [this] { feed_->refresh_now(); });
  view.addAction(pause_);
  view.addSeparator();
  QMenu& tabs = add_menu(&view, QT_TR_NOOP("&Kinds of sockets"));
  for (int i = 0; i < static_cast<int>(kTabCount); ++i) {
    const Tab tab = static_cast<Tab>(i);
    QAction* action = tabs.addAction(QString());
    action->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + i)));
    connect(action, &QAction::triggered, this, [this, tab] { set_tab(tab); });
    tab_actions_[static_cast<std::size_t>(i)] = action;
  }
  group_ = add_toggle(view, QT_TR_NOOP("&Group by process"), QKeySequence(Qt::CTRL | Qt::Key_G),
                      [this](bool on) { set_grouped(on); });
  columns_menu_ = &add_menu(&view, QT_TR_NOOP("&Columns"));
  connect(columns_menu_, &QMenu::aboutToShow, this,
          [this] { columns_->fill_menu(*columns_menu_); });
  view.addSeparator();
  hide_netstat_ =
      add_toggle(view, QT_TR_NOOP("Hide &netstat sockets"), QKeySequence(Qt::CTRL | Qt::Key_N),
                 [this](bool on) { change_settings([on](Settings& s) { s.hide_netstat = on; }); });
  hide_loopback_ =
      add_toggle(view, QT_TR_NOOP("Hide &loopback"), QKeySequence(Qt::CTRL | Qt::Key_L),
                 [this](bool on) { change_settings([on](Settings& s) { s.hide_loopback = on; }); });
  resolve_ =
      add_toggle(view, QT_TR_NOOP("Show resolved &addresses"), QKeySequence(Qt::CTRL | Qt::Key_R),
                 [this](bool on) { change_settings([on](Settings& s) { s.resolve = on; }); });
  show_lookups_ =
      add_toggle(view, QT_TR_NOOP("Show own &questions to name servers"), {},
                 [this](bool on) { change_settings([on](Settings& s) { s.show_lookups = on; }); });
  QAction* log = log_->toggleViewAction();
  log->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
  view.addAction(log);
  view.addSeparator();
  add_action(view, QT_TR_NOOP("&Find …"), QKeySequence(Qt::CTRL | Qt::Key_F),
             [this] { filter_->setFocus(Qt::ShortcutFocusReason); });
}

void MainWindow::build_tools_menus() {
  QMenu& settings = add_menu(nullptr, QT_TR_NOOP("S&ettings"));
  add_action(settings, QT_TR_NOOP("&Settings …"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
             [this] { show_settings(app_); });
  QMenu& help = add_menu(nullptr, QT_TR_NOOP("&Help"));
  add_action(help, QT_TR_NOOP("For &beginners"), QKeySequence(Qt::Key_F1),
             [this] { show_beginner(app_); });
  add_action(help, QT_TR_NOOP("&Glossary"), QKeySequence(Qt::SHIFT | Qt::Key_F1),
             [this] { show_term(app_, {}); });
  add_action(help, QT_TR_NOOP("&Shortcuts"), QKeySequence(Qt::CTRL | Qt::Key_Slash),
             [this] { show_shortcuts(app_); });
  add_action(help, QT_TR_NOOP("What you can s&ee"), {}, [this] { show_sight(); });
  add_action(help, QT_TR_NOOP("&About Port Explorer"), {}, [this] { show_about(app_); });
}

}  // namespace portexplorer::gui
